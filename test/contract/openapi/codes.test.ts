import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROBLEMS, RUN_ENDS } from '../../../src/contract/openapi/codes';
import { readSources } from '../../support/sources';

const known = { ...PROBLEMS, ...RUN_ENDS };

/** Where codes stand in the source: at `code:`, in a union of them, in tables that are named so, in ends made up, and as names of ends. */
function codesIn(text: string): string[] {
  const named = [...text.matchAll(/\b(?:code:|JsonRefusal =)((?: \|? ?'\w+')+)/g)].map(([, codes = '']) => codes);
  const tables = [...text.matchAll(/\b[A-Z_]*CODES\b[^=;]*= \{([^}]*)\}/g)].map(([, entries = '']) =>
    entries.replace(/\w+:/g, ''),
  );
  const ends = [...text.matchAll(/\bended\(\s*'\w+',\s*('\w+')/g)].map(([, code = '']) => code);
  const keys = [...text.matchAll(/\b(\w+): \{\s*outcome:/g)].map(([, code = '']) => `'${code}'`);
  return [...named, ...tables, ...ends, ...keys].flatMap((part) =>
    [...part.matchAll(/'(\w+)'/g)].map(([, code = '']) => code),
  );
}

const isOurs = (path: string) => !/^src\/(adapters|contract\/openapi)\//.test(path);
const NOT_OURS = ['custom']; // of zod's issues
const inSource = [...readSources('src')]
  .filter(([path]) => isOurs(path))
  .flatMap(([, text]) => codesIn(text))
  .filter((code) => !NOT_OURS.includes(code));

test('every code in the source is explained, and none that is not there', () => {
  expect([...new Set(inSource)].sort()).toEqual(Object.keys(known).sort());
});

test('codes are found in all the ways in which the source writes them', () => {
  const text = `
    throw problem({ code: 'one' });
    code: 'two' | 'three';
    const SOME_CODES: Record<string, string> = { a: 'four', b: null };
    ended(
      'canceled',
      'five',
    const ALL = {
      six: {
        outcome: 'failed',`;
  expect(codesIn(text)).toEqual(['one', 'two', 'three', 'four', 'five', 'six']);
});

describe('docs/api.md', () => {
  const file = join(__dirname, '../../../docs/api.md');
  const tables = {
    problems: table(
      ['status', 'code', 'what it means, and what to do'],
      Object.entries(PROBLEMS).map(([code, { statuses, about }]) => [statuses.join(', '), `\`${code}\``, about]),
    ),
    ends: table(
      ['code', 'what has happened'],
      Object.entries(RUN_ENDS).map(([code, about]) => [`\`${code}\``, about]),
    ),
  };

  test.each(Object.entries(tables))('has the table of %s (UPDATE_OPENAPI=1 npm test -- openapi)', (name, expected) => {
    const text = readFileSync(file, 'utf8');
    const place = new RegExp(`(<!-- ${name} -->\n)([\\s\\S]*?)(<!-- /${name} -->)`);
    if (process.env.UPDATE_OPENAPI === '1') writeFileSync(file, text.replace(place, `$1\n${expected}\n\n$3`));
    expect(place.exec(readFileSync(file, 'utf8'))?.[2]?.trim()).toBe(expected);
  });
});

function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
