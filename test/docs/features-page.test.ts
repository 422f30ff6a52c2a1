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

const tables = page.split('\n## ').map((section) => {
  const [heading = '', ...lines] = section.split('\n');
  const cells = lines.filter((line) => line.startsWith('|')).map(cellsOf);
  return { heading, columns: cells[0] ?? [], lines: cells.slice(2) };
});

/** Of a line of any table: what it is about, and its last two cells. */
const rows = tables.flatMap(({ heading, lines }) =>
  lines.map((cells): Row => {
    const [here = '', last = ''] = cells.slice(-2);
    const shown = [...last.matchAll(TEST)].map(([, name = '', link = '', pattern]) => ({ name, link, pattern }));
    const rest = last.replaceAll(TEST, '').replaceAll(/[ ·]/g, '');
    return { heading, what: cells[0] ?? '', here, shown, rest };
  }),
);

const BESIDE = 'Beside what there is today';
const beside = tables.find(({ heading }) => heading === BESIDE);

const ofOurs = rows.filter(({ heading }) => heading !== BESIDE);
const capabilities = ofOurs.filter(({ here }) => /^(yes|partly|not offered)\b/.test(here));
const ways = ofOurs.filter((row) => !capabilities.includes(row));

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

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
  expect(ofOurs.filter((row) => !isShown(row)).map(({ what }) => what)).toEqual([]);
  expect(rows.filter(({ rest }) => rest !== '').map(({ what }) => what)).toEqual([]);
});

test('what is here in part, or not, says what is missing, or why', () => {
  const bare = capabilities.filter(({ here }) => /^(partly|not offered)\W*$/.test(here));
  expect(bare.map(({ what }) => what)).toEqual([]);
});

describe('beside what there is today', () => {
  const lines = beside?.lines ?? [];
  const ofOthers = lines.map((cells) => cells.slice(1, -2));

  test('there are ten ways, and a line for each of what they are asked for', () => {
    expect(beside?.columns.slice(1, -2)).toHaveLength(10);
    expect(beside?.columns.slice(-2)).toEqual(['here', 'what shows it']);
    expect(lines).toHaveLength(47);
  });

  test('each of them is told of in one word', () => {
    expect(ofOthers.filter((words) => words.length !== 10)).toEqual([]);
    expect(ofOthers.flat().filter((word) => !['yes', 'partly', 'no', '–'].includes(word))).toEqual([]);
  });

  test('so is what is here, and a test shows it', () => {
    const here = rows.filter(({ heading }) => heading === BESIDE);
    const isTold = (row: Row) => row.here === 'no' || (/^(yes|partly)$/.test(row.here) && row.shown.length > 0);
    expect(here.filter((row) => !isTold(row)).map(({ what }) => what)).toEqual([]);
  });
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
