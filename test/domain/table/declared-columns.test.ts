import type { Cell, DeclaredColumn } from '../../../src/domain/table/table';
import { brief, reasonFor, tableFrom } from './tables';

describe('declared columns', () => {
  const column = (type: DeclaredColumn['type'], more: Partial<DeclaredColumn> = {}): DeclaredColumn[] => [
    { name: 'a', type, ...more },
  ];

  test('decide names, order and types', () => {
    const declared: DeclaredColumn[] = [
      { name: 'b', type: 'text', nullable: false },
      { name: 'missing', type: 'date' },
      { name: 'a', type: 'number' },
    ];
    const table = tableFrom([{ a: 1, b: 2, dropped: 3 }], declared);
    expect(table.columns.map(brief)).toEqual(['b text', 'missing date?', 'a number?']);
    expect(table.rows).toEqual([['2', null, 1]]);
  });

  test.each([[null], [[]], [{ columns: [], rows: [] }]])('are there without rows, for %j', (output) => {
    expect(tableFrom(output, column('integer'))).toEqual({
      columns: [{ name: 'a', type: 'integer', nullable: true }],
      rows: [],
    });
  });

  test('decide more than what the output says of its columns', () => {
    const output = { columns: [{ name: 'a', type: 'integer', nullable: false }], rows: [[1], [null]] };
    expect(tableFrom(output, column('text')).rows).toEqual([['1'], [null]]);
  });

  test('an empty list declares nothing', () => expect(tableFrom({ a: 1 }, []).rows).toEqual([[1]]));

  test.each<[unknown, Cell[][]]>([
    [
      [[1, 'x'], [2]],
      [
        [1, 'x'],
        [2, null],
      ],
    ],
    [{ columns: ['b', 'a'], rows: [['x', 1]] }, [[1, 'x']]],
  ])('name the positions of arrays without names: %j', (output, rows) => {
    const declared: DeclaredColumn[] = [
      { name: 'a', type: 'integer' },
      { name: 'b', type: 'text' },
    ];
    expect(tableFrom(output, declared).rows).toEqual(rows);
  });

  test('one declared column names the single value', () => {
    expect(tableFrom('42', column('integer')).rows).toEqual([[42]]);
    expect(tableFrom([1, 2], column('text')).rows).toEqual([['1'], ['2']]);
  });

  test('a sentence is not taken for a row', () => {
    const declared: DeclaredColumn[] = [
      { name: 'day', type: 'date' },
      { name: 'units', type: 'integer' },
    ];
    expect(reasonFor('nothing today', declared)).toBe('the output is a text, but the declared columns are day, units');
    expect(reasonFor([1], declared)).toBe('the rows are single values, but the declared columns are day, units');
    expect(reasonFor([['2026-01-31', 1, 2]], declared)).toBe('row 1 has 3 values for 2 columns');
    expect(tableFrom('x', [...declared, { name: 'value', type: 'text' }]).rows).toEqual([[null, null, 'x']]);
  });

  test('cannot have one name twice', () => {
    expect(reasonFor([{ a: 1 }], [...column('text'), ...column('integer')])).toBe('two columns have the name "a"');
  });

  test.each<[DeclaredColumn['type'], unknown, Cell]>([
    ['text', 1.5, '1.5'],
    ['text', true, 'true'],
    ['text', { b: 1 }, '{"b":1}'],
    ['text', '', ''],
    ['integer', '-42', -42],
    ['integer', '9007199254740991', 9007199254740991],
    ['number', '1.50', 1.5],
    ['number', '0', 0],
    ['number', '-0.010', -0.01],
    ['number', '1E-3', 0.001],
    ['number', '0.10000000000000001', 0.1],
    ['number', '100000000000000000000', 1e20],
    ['number', 3, 3],
    ['boolean', 'true', true],
    ['boolean', 'False', false],
    ['date', '2026-01-31', '2026-01-31'],
    ['date', '2026-01-31 00:00:00.000', '2026-01-31'],
    ['datetime', '2026-01-31 08:30:00Z', '2026-01-31T08:30:00Z'],
    ['datetime', '2026-01-31', '2026-01-31T00:00:00'],
    ['json', { b: 1 }, '{"b":1}'],
    ['json', '{"b": 1}', '{"b": 1}'],
    ['json', 'x', '"x"'],
    ['json', 5, '5'],
  ])('%s takes %j', (type, value, cell) => {
    expect(tableFrom([{ a: value }], column(type)).rows).toEqual([[cell]]);
  });

  const integer = 'is not an integer that a number holds exactly (longer ones need the type text)';
  const number = 'is not a number, or would lose digits as one (then it needs the type text)';
  test.each<[DeclaredColumn['type'], unknown, string]>([
    ['integer', 1.5, `1.5 in the column "a", which ${integer}`],
    ['integer', '9007199254740993', `"9007199254740993" in the column "a", which ${integer}`],
    ['integer', '007', `"007" in the column "a", which ${integer}`],
    ['integer', '', `"" in the column "a", which ${integer}`],
    ['integer', true, `true in the column "a", which ${integer}`],
    ['integer', [1], `an array in the column "a", which ${integer}`],
    ['number', '12345678901234567.89', `"12345678901234567.89" in the column "a", which ${number}`],
    ['number', '1e999', `"1e999" in the column "a", which ${number}`],
    ['number', '1e-999', `"1e-999" in the column "a", which ${number}`],
    ['number', ' 1', `" 1" in the column "a", which ${number}`],
    ['number', '0x10', `"0x10" in the column "a", which ${number}`],
    ['boolean', 1, '1 in the column "a", which is neither true nor false'],
    ['boolean', 'yes', '"yes" in the column "a", which is neither true nor false'],
    ['date', '2026-01-31T08:30:00', '"2026-01-31T08:30:00" in the column "a", which is not a date such as 2026-01-31'],
    ['date', '2026-01-31T00:00Z', '"2026-01-31T00:00Z" in the column "a", which is not a date such as 2026-01-31'],
    ['date', 5, '5 in the column "a", which is not a date such as 2026-01-31'],
    ['datetime', 'x', '"x" in the column "a", which is not a time such as 2026-01-31T08:30:00Z'],
    [
      'datetime',
      'x'.repeat(50),
      `"${'x'.repeat(39)}… in the column "a", which is not a time such as 2026-01-31T08:30:00Z`,
    ],
  ])('%s does not take %j', (type, value, reason) => {
    expect(reasonFor([{ a: null }, { a: value }], column(type))).toBe(`row 2 has ${reason}`);
  });

  test('a column that is not nullable misses a value', () => {
    const reason = 'row 2 has no value in the column "a"';
    expect(reasonFor([{ a: 1 }, { b: 1 }], column('integer', { nullable: false }))).toBe(reason);
    expect(reasonFor([{ a: 1 }, { a: null }], column('integer', { nullable: false }))).toBe(reason);
  });
});
