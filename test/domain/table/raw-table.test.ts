import type { Cell } from '../../../src/domain/table/table';
import { brief, fromJson, reasonFor, tableFrom } from './tables';

test.each<[string, unknown, string[], Cell[][]]>([
  [
    'objects',
    [
      { a: 1, b: 'x' },
      { a: 2, b: 'y' },
    ],
    ['a integer', 'b text'],
    [
      [1, 'x'],
      [2, 'y'],
    ],
  ],
  [
    'objects with different keys',
    [{ b: 1 }, { a: 2, b: 3 }],
    ['b integer', 'a integer?'],
    [
      [1, null],
      [3, 2],
    ],
  ],
  ['one object', { a: 1, b: null }, ['a integer', 'b text?'], [[1, null]]],
  ['an object that is not a table', { columns: 3, rows: 10 }, ['columns integer', 'rows integer'], [[3, 10]]],
  ['a number', 5, ['value integer'], [[5]]],
  ['a text', 'Hello', ['value text'], [['Hello']]],
  ['an empty text', '', ['value text'], [['']]],
  ['true', true, ['value boolean'], [[true]]],
  ['null', null, [], []],
  ['values', ['x', null, 'y'], ['value text?'], [['x'], [null], ['y']]],
  [
    'arrays',
    [[1, 'x'], [2], []],
    ['column1 integer?', 'column2 text?'],
    [
      [1, 'x'],
      [2, null],
      [null, null],
    ],
  ],
  ['nothing in a list', [], [], []],
  ['empty objects', [{}, {}], [], [[], []]],
  [
    'columns and arrays',
    { columns: ['a', 'b'], rows: [[1, 2], [3]] },
    ['a integer', 'b integer?'],
    [
      [1, 2],
      [3, null],
    ],
  ],
  ['columns and objects', { columns: ['b', 'a'], rows: [{ a: 1 }] }, ['b text?', 'a integer'], [[null, 1]]],
  ['columns without rows', { columns: ['a'], rows: [] }, ['a text'], []],
  ['neither columns nor rows', { columns: [], rows: [] }, [], []],
  ['columns with types', { columns: [{ name: 'a', type: 'text' }], rows: [[1]] }, ['a text?'], [['1']]],
  [
    'columns that say whether they are nullable',
    { columns: [{ name: 'a', type: 'date', nullable: false }], rows: [['2026-01-31']] },
    ['a date'],
    [['2026-01-31']],
  ],
  [
    'types in other words',
    { columns: [{ name: 'a', type: 'bigint' }, { name: 'b' }], rows: [[1, 2]] },
    ['a integer', 'b integer'],
    [[1, 2]],
  ],
])('%s', (_name, output, columns, rows) => {
  const table = tableFrom(output);
  expect(table.columns.map(brief)).toEqual(columns);
  expect(table.rows).toEqual(rows);
});

test.each<[unknown, string]>([
  [[{ a: 1 }, { a: 2 }, 3], 'row 3 is a number, but the rows before it are objects'],
  [[{ a: 1 }, null], 'row 2 is null, but the rows before it are objects'],
  [[[1], { a: 1 }], 'row 2 is an object, but the rows before it are arrays'],
  [[1, 'x', [1]], 'row 3 is an array, but the rows before it are single values'],
  [{ columns: ['a', 'b'], rows: [[1, 2, 3]] }, 'row 1 has 3 values for 2 columns'],
  [{ columns: ['a'], rows: [{ a: 1 }, { b: 1 }] }, 'row 2 has a value "b", which is none of the columns'],
  [{ columns: ['a'], rows: [1] }, 'row 1 is a number, which is neither an array nor an object'],
  [{ columns: ['a', 'b', 'a'], rows: [] }, 'two columns have the name "a"'],
  [{ columns: ['a', 2], rows: [] }, 'column 2 has no name'],
  [{ columns: ['a', { type: 'text' }], rows: [] }, 'column 2 has no name'],
])('%j is no table', (output, reason) => expect(reasonFor(output)).toBe(reason));

test('a key can have any name', () => {
  const output = fromJson('[{"__proto__":1,"constructor":2},{"toString":3,"":4,"hasOwnProperty":5}]');
  const table = tableFrom(output);
  expect(table.columns.map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'toString', '', 'hasOwnProperty']);
  expect(table.rows).toEqual([
    [1, 2, null, null, null],
    [null, null, 3, 4, 5],
  ]);
});

test('what objects inherit is not in a row', () => {
  expect(tableFrom({ columns: ['constructor', '__proto__'], rows: [{}] }).rows).toEqual([[null, null]]);
  expect(tableFrom([{}], [{ name: 'toString', type: 'text' }]).rows).toEqual([[null]]);
  expect(tableFrom(fromJson('{"__proto__":{"columns":["a"],"rows":[[1]]}}')).rows).toEqual([
    ['{"columns":["a"],"rows":[[1]]}'],
  ]);
});
