import fc from 'fast-check';
import { type Cell, COLUMN_TYPES, type ColumnType, type Table } from '../../../src/domain/table/table';

const awkwardText = fc
  .array(fc.constantFrom('a', ' ', '"', ',', '\r', '\n', '\t', '=', 'ü', '😀', '\u2028', '\ufeff'), { maxLength: 6 })
  .map((parts) => parts.join(''));
const text = fc.oneof(fc.string({ unit: 'grapheme' }), awkwardText);

const CELLS: Readonly<Record<ColumnType, fc.Arbitrary<Cell>>> = {
  text,
  integer: fc.maxSafeInteger(),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  boolean: fc.boolean(),
  date: fc.constantFrom('2026-01-31', '2024-02-29'),
  datetime: fc.constantFrom('2026-01-31T08:30:00Z', '2026-01-31T08:30:00.123+02:00'),
  json: fc.json(),
};

const name = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', '1', ''));
const column = fc.record({ name, type: fc.constantFrom(...COLUMN_TYPES), nullable: fc.boolean() });

export const arbitraryTable: fc.Arbitrary<Table> = fc
  .uniqueArray(column, { selector: (made) => made.name, minLength: 1, maxLength: 6 })
  .chain((columns) => {
    const cells = columns.map(({ type, nullable }) => (nullable ? fc.option(CELLS[type]) : CELLS[type]));
    return fc.record({ columns: fc.constant(columns), rows: fc.array(fc.tuple(...cells), { maxLength: 8 }) });
  });
