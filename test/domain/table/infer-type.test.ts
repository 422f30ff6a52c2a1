import type { Cell } from '../../../src/domain/table/table';
import { brief, tableFrom } from './tables';

test.each<[unknown[], string, Cell[]]>([
  [[1, -2, 9007199254740991], 'integer', [1, -2, 9007199254740991]],
  [[1, null], 'integer?', [1, null]],
  [[1, '9007199254740993'], 'text', ['1', '9007199254740993']],
  [[1, 1.5], 'number', [1, 1.5]],
  [[1, 1e300], 'number', [1, 1e300]],
  [[true, false], 'boolean', [true, false]],
  [['true', 'false'], 'text', ['true', 'false']],
  [['2026-01-31', null], 'date?', ['2026-01-31', null]],
  [['2026-01-31', '2026-02-30'], 'text', ['2026-01-31', '2026-02-30']],
  [['2026-01-31 08:30:00', '2026-01-31T08:30Z'], 'datetime', ['2026-01-31T08:30:00', '2026-01-31T08:30Z']],
  [['2026-01-31', '2026-01-31T08:30:00'], 'text', ['2026-01-31', '2026-01-31T08:30:00']],
  [['', '2026-01-31'], 'text', ['', '2026-01-31']],
  [[1e-7, 'x', true], 'text', ['0.0000001', 'x', 'true']],
  [[true, 1], 'text', ['true', '1']],
  [[{ b: [1] }, ['x'], 'x', '5', 1, null], 'json?', ['{"b":[1]}', '["x"]', '"x"', '"5"', '1', null]],
  [[null, null], 'text?', [null, null]],
])('%j', (values, column, cells) => {
  const table = tableFrom(values.map((a) => ({ a })));
  expect(table.columns.map(brief)).toEqual([`a ${column}`]);
  expect(table.rows.flat()).toEqual(cells);
});

test('the last of many rows counts as much as the first', () => {
  const rows = Array.from({ length: 5000 }, (_, id) => ({ id, day: '2026-01-31' }));
  expect(tableFrom(rows).columns.map(brief)).toEqual(['id integer', 'day date']);
  const odd = { id: 0.5, day: 'soon', more: 1 };
  expect(tableFrom([...rows, odd]).columns.map(brief)).toEqual(['id number', 'day text', 'more integer?']);
});
