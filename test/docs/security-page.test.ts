import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const [, section = ''] = readFileSync(join(ROOT, 'docs/security.md'), 'utf8').split('\n## What shows it\n');
const lines = section.split('\n').filter((line) => line.startsWith('| ') && !/^\| (-+ \||what )/.test(line));

const rows = lines.map((line) => {
  const [, what = '', file = '', test = ''] = line.split('|').map((cell) => cell.trim());
  const [, path = '', link = ''] = /^\[(.+)\]\((.+)\)$/.exec(file) ?? [];
  return { what, path, link, name: test.replace(/^`|`$/g, '') };
});

/** The texts in quotes, where the names of tests stand. */
const textsIn = (source: string) =>
  [...source.matchAll(/'((?:\\.|[^'\\\n])+)'|`([^`]+)`/g)].map(([, plain, template]) =>
    (plain ?? template ?? '').replaceAll("\\'", "'"),
  );

test.each(rows)('$what: there is a test of it', ({ path, link, name }) => {
  expect(link).toBe(`../test/${path}`);
  const texts = textsIn(readFileSync(join(ROOT, 'test', path), 'utf8'));
  expect(texts.filter((text) => text.includes(name))).not.toEqual([]);
});

test('all files about bad requests are in the table', () => {
  const files = readdirSync(join(ROOT, 'test/http/bad-input')).map((file) => `http/bad-input/${file}`);
  expect(rows.map(({ path }) => path)).toEqual(expect.arrayContaining(files));
});
