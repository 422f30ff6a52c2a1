import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { toCsv } from '../../../src/contract/table/csv';
import { plainNumber } from '../../../src/domain/table/plain-number';
import type { Cell, ColumnType, Table } from '../../../src/domain/table/table';
import { arbitraryTable } from './arbitrary-table';
import { type Field, readCsv } from './read-csv';

const tableOfTexts = (names: string[], rows: Cell[][]): Table => ({
  columns: names.map((name) => ({ name, type: 'text', nullable: true })),
  rows,
});

test.each<[string, string[], Cell[][], string]>([
  [
    'rows',
    ['a', 'b'],
    [
      ['x', 'y'],
      ['z', 'é'],
    ],
    'a,b\r\nx,y\r\nz,é\r\n',
  ],
  ['no rows', ['a', 'b'], [], 'a,b\r\n'],
  ['no columns', [], [[], []], ''],
  ['a null and an empty text', ['a', 'b'], [[null, '']], 'a,b\r\n,""\r\n'],
  ['commas, quotes and ends of line', ['a'], [['x,"y"'], ['x\ny'], ['x\ry']], 'a\r\n"x,""y"""\r\n"x\ny"\r\n"x\ry"\r\n'],
  ['blanks at either end', ['a'], [[' x'], ['x\t'], ['x y']], 'a\r\n" x"\r\n"x\t"\r\nx y\r\n'],
  ['names like any text', ['a,b', '', ' c'], [], '"a,b",""," c"\r\n'],
  ['what looks like a formula', ['a'], [['=1+1'], ['-x'], ['@x']], 'a\r\n=1+1\r\n-x\r\n@x\r\n'],
  [
    'values that are not text',
    ['a', 'b'],
    [
      [1.5, true],
      [-1e-7, false],
      [1e21, null],
    ],
    'a,b\r\n1.5,true\r\n-0.0000001,false\r\n1000000000000000000000,\r\n',
  ],
])('%s', (_name, names, rows, csv) => expect(toCsv(tableOfTexts(names, rows))).toBe(csv));

test('whatever is written is read again, by a reader that is told the types', () => {
  fc.assert(
    fc.property(arbitraryTable, (table) => {
      const [header = [], ...records] = readCsv(toCsv(table));
      expect(header.map(({ text }) => text)).toEqual(table.columns.map(({ name }) => name));
      expect(records.map((record) => record.map((field, at) => cellOf(field, table.columns[at]?.type)))).toEqual(
        table.rows,
      );
    }),
  );
});

test('the text is the one that csv-stringify writes, which takes several times as long', () => {
  fc.assert(
    fc.property(arbitraryTable, (table) => {
      const lines = [table.columns.map(({ name }) => name), ...table.rows];
      const theirs = stringify(lines, {
        record_delimiter: 'windows',
        quoted_match: /[\r\n]|^\s|\s$/,
        cast: {
          number: plainNumber,
          boolean: String,
          string: (value) => ({ value, quoted_empty: true }), // a null is not quoted
        },
      });
      expect(toCsv(table)).toBe(theirs);
    }),
  );
});

function cellOf({ text, quoted }: Field, type: ColumnType | undefined): Cell {
  if (text === '' && !quoted) return null;
  if (type === 'integer' || type === 'number') return Number(text);
  return type === 'boolean' ? text === 'true' : text;
}
