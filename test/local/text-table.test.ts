import { isRows, textTable } from '../../local/text-table';

test('columns are aligned, numbers to the right', () => {
  const rows = [
    { day: '2026-01-01', units: 9, note: null },
    { day: '2026-01-02', units: 120.5, note: 'late' },
  ];
  expect(textTable(rows, 10)).toEqual([
    'day         units  note',
    '----------  -----  ----',
    '2026-01-01      9',
    '2026-01-02  120.5  late',
  ]);
});

test('only the first rows are shown, and the others counted', () => {
  const rows = Array.from({ length: 12 }, (_, id) => ({ id }));
  expect(textTable(rows, 10).slice(-2)).toEqual([' 9', '… and 2 more']);
  expect(textTable(rows.slice(0, 10), 10).at(-1)).toBe(' 9');
});

test('a column that only some rows have is there for all', () => {
  expect(textTable([{ a: 'x' }, { b: { c: [1] } }], 10)).toEqual(['a  b', '-  ---------', 'x', '   {"c":[1]}']);
});

test('a cell keeps to its line and its width, and does not speak to the terminal', () => {
  const [, , first = '', second = ''] = textTable([{ a: 'one\r\ntwo\x1b[31m' }, { a: 'x'.repeat(50) }], 10);
  expect(first).toBe('one two\\x1b[31m');
  expect(second).toBe(`${'x'.repeat(39)}…`);
});

test.each([
  [[{ a: 1 }], true],
  [[], false],
  [[1], false],
  [[{ a: 1 }, null], false],
  [[[1]], false],
  [{ a: 1 }, false],
])('whether %j can be shown as a table: %s', (value, expected) => expect(isRows(value)).toBe(expected));
