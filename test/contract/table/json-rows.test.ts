import fc from 'fast-check';
import { toJsonRows } from '../../../src/contract/table/json-rows';
import { tableOf } from '../../../src/domain/table/table-of';
import { arbitraryTable } from './arbitrary-table';

test('every row is an object, with its nulls', () => {
  const columns = [
    { name: 'a', type: 'integer', nullable: false } as const,
    { name: 'b', type: 'text', nullable: true } as const,
  ];
  expect(toJsonRows({ columns, rows: [[1, null]] })).toEqual({ columns, rows: [{ a: 1, b: null }] });
});

test('a column named __proto__ is a column', () => {
  const columns = [{ name: '__proto__', type: 'integer', nullable: false } as const];
  expect(JSON.stringify(toJsonRows({ columns, rows: [[1]] }).rows)).toBe('[{"__proto__":1}]');
});

test('what is answered is a table again', () => {
  fc.assert(
    fc.property(arbitraryTable, (table) => {
      expect(tableOf(JSON.parse(JSON.stringify(toJsonRows(table))))).toEqual({ ok: true, table });
    }),
  );
});
