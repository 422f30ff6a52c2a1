import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPage } from '../support/page-tables';

const TESTS = join(__dirname, '..');
const page = readPage('docs/features.md');

interface Shown {
  name: string;
  link: string;
  pattern: string | undefined;
}

interface Row {
  heading: string;
  what: string;
  here: string;
  shown: Shown[];
  /** Of the last cell, what is no test. */
  rest: string;
}

const TEST = /\[([\w/-]+)\]\(([^)]+)\)(?: `([^`]+)`)?/g;

const rows = page.split('\n## ').flatMap((section): Row[] => {
  const [heading = '', ...lines] = section.split('\n');
  const [, , ...table] = lines.filter((line) => line.startsWith('|'));
  return table.map((line) => {
    const [, what = '', here = '', last = ''] = line.split('|').map((cell) => cell.trim());
    const shown = [...last.matchAll(TEST)].map(([, name = '', link = '', pattern]) => ({ name, link, pattern }));
    return { heading, what, here, shown, rest: last.replaceAll(TEST, '').replaceAll(/[ ·]/g, '') };
  });
});

const capabilities = rows.filter(({ here }) => /^(yes|partly|not offered)\b/.test(here));
const ways = rows.filter((row) => !capabilities.includes(row));

/** The texts in quotes, where the names of tests stand, and what their names are made of. */
const textsIn = (source: string) =>
  [...source.matchAll(/'((?:\\.|[^'\\\n])+)'|`([^`]+)`|"([^"\n]+)"/g)].map(([, single, template, double]) =>
    (single ?? template ?? double ?? '').replaceAll("\\'", "'"),
  );

test('there are capabilities of each kind, ways of today, and pains', () => {
  const beginningWith = (word: string) => capabilities.filter(({ here }) => here.startsWith(word)).length;
  expect(beginningWith('yes')).toBeGreaterThan(80);
  expect(Math.min(beginningWith('partly'), beginningWith('not offered'))).toBeGreaterThan(3);
  expect(new Set(ways.map(({ heading }) => heading)).size).toBe(6);
  expect(ways.filter(({ heading }) => heading === 'What people complain about')).toHaveLength(20);
});

test('what is here is shown by a test, and what is not offered by none', () => {
  const isShown = ({ here, shown }: Row) => (here.startsWith('not offered') ? shown.length === 0 : shown.length > 0);
  expect(rows.filter((row) => !isShown(row)).map(({ what }) => what)).toEqual([]);
  expect(rows.filter(({ rest }) => rest !== '').map(({ what }) => what)).toEqual([]);
});

test('what is here in part, or not, says what is missing, or why', () => {
  const bare = capabilities.filter(({ here }) => /^(partly|not offered)\W*$/.test(here));
  expect(bare.map(({ what }) => what)).toEqual([]);
});

const shown = rows.flatMap((row) => row.shown.map((one) => ({ ...one, what: row.what })));

test.each(shown)('$what: $name has $pattern', ({ name, link, pattern }) => {
  expect(link).toBe(`../test/${name}.test.ts`);
  const path = join(TESTS, `${name}.test.ts`);
  expect(existsSync(path)).toBe(true);
  if (pattern === undefined) return;
  expect(pattern).not.toMatch(/[%$^*+?()[\]{}|\\]/); // it is a regular expression for jest, and a name is filled in by then
  expect(textsIn(readFileSync(path, 'utf8')).filter((text) => text.includes(pattern))).not.toEqual([]);
});
