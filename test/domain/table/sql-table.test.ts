import { fitColumns, type SqlColumn, type SqlRow, sqlColumns, sqlTable } from '../../../src/domain/table/sql-table';

const column = (name: string, type_name: string): SqlColumn => ({ name, type_name });

function tableOf(columns: SqlColumn[], rows: SqlRow[]) {
  return sqlTable(fitColumns(sqlColumns(columns), rows), rows);
}

test.each<[string, string, string, unknown]>([
  ['INT', '42', 'integer', 42],
  ['SHORT', '-1', 'integer', -1],
  ['BYTE', '0', 'integer', 0],
  ['LONG', '9007199254740991', 'integer', 9007199254740991],
  ['LONG', '9007199254740993', 'text', '9007199254740993'],
  ['DOUBLE', '1.0E10', 'number', 1e10],
  ['DOUBLE', 'NaN', 'text', 'NaN'],
  ['FLOAT', '0.5', 'number', 0.5],
  ['DECIMAL', '12345678.90', 'number', 12345678.9],
  ['DECIMAL', '1.500000000000000000', 'number', 1.5],
  ['DECIMAL', '12345678901234567890.123456789', 'text', '12345678901234567890.123456789'],
  ['STRING', '42', 'text', '42'],
  ['BOOLEAN', 'true', 'boolean', true],
  ['BOOLEAN', 'false', 'boolean', false],
  ['DATE', '2026-01-31', 'date', '2026-01-31'],
  ['DATE', '+10000-01-01', 'text', '+10000-01-01'],
  ['TIMESTAMP', '2026-01-31T08:30:00.000Z', 'datetime', '2026-01-31T08:30:00.000Z'],
  ['TIMESTAMP', '2026-01-31 08:30:00', 'datetime', '2026-01-31T08:30:00'],
  ['ARRAY', '[1,2]', 'json', '[1,2]'],
  ['STRUCT', '{"a":"x"}', 'json', '{"a":"x"}'],
  ['MAP', '{"a":1}', 'json', '{"a":1}'],
  ['INTERVAL', '1 day', 'text', '1 day'],
  ['OF_NEXT_YEAR', 'x', 'text', 'x'],
  ['toString', 'x', 'text', 'x'],
])('%s %s is %s', (type_name, cell, type, value) => {
  expect(tableOf([column('a', type_name)], [[cell]])).toEqual({
    columns: [{ name: 'a', type, nullable: false }],
    rows: [[value]],
  });
});

test('without the name of a type its text tells', () => {
  expect(sqlColumns([{ name: 'a', type_text: 'decimal(10,2)' }, { name: 'b' }])).toMatchObject([
    { type: 'number' },
    { type: 'text' },
  ]);
});

test('a null is one in any column, and so is what is missing', () => {
  const columns = [column('a', 'INT'), column('b', 'STRING'), column('c', 'DATE')];
  expect(
    tableOf(columns, [
      ['1', null],
      ['2', 'x', '2026-01-01'],
    ]),
  ).toEqual({
    columns: [
      { name: 'a', type: 'integer', nullable: false },
      { name: 'b', type: 'text', nullable: true },
      { name: 'c', type: 'date', nullable: true },
    ],
    rows: [
      [1, null, null],
      [2, 'x', '2026-01-01'],
    ],
  });
});

test('what one chunk makes of a column holds for all of them', () => {
  const first = fitColumns(sqlColumns([column('n', 'LONG')]), [['1']]);
  expect(first).toEqual([{ name: 'n', type: 'integer', nullable: false }]);
  const second = fitColumns(first, [['9223372036854775807'], [null]]);
  const third = fitColumns(second, [['2']]);
  expect(third).toEqual([{ name: 'n', type: 'text', nullable: true }]);
  expect(sqlTable(third, [['1']]).rows).toEqual([['1']]);
});

test('columns of the same name are told apart', () => {
  const names = ['a', 'a', 'a_2', 'a', ''].map((name) => column(name, 'INT'));
  expect(sqlColumns(names).map(({ name }) => name)).toEqual(['a', 'a_2', 'a_2_2', 'a_3', '']);
});

test('without rows there are columns all the same', () => {
  expect(tableOf([column('a', 'INT')], [])).toEqual({
    columns: [{ name: 'a', type: 'integer', nullable: false }],
    rows: [],
  });
});
