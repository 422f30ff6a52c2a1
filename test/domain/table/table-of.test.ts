import fc from 'fast-check';
import { type Cell, COLUMN_TYPES, type ColumnType } from '../../../src/domain/table/table';
import { tableOf } from '../../../src/domain/table/table-of';
import { fromJson, reasonFor, tableFrom } from './tables';

describe('what is too much', () => {
  test('100,000 rows with 20 columns are a table in little time', () => {
    const rows = Array.from({ length: 100_000 }, (_, row) =>
      Object.fromEntries(Array.from({ length: 20 }, (_, column) => [`c${column}`, column % 2 ? `${row}` : row])),
    );
    const start = performance.now();
    expect(tableFrom(rows).rows).toHaveLength(100_000);
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  test('a wide row takes no longer than a long one', () => {
    const row = Object.fromEntries(Array.from({ length: 100_000 }, (_, column) => [`c${column}`, column]));
    const start = performance.now();
    expect(tableFrom([row]).columns).toHaveLength(100_000);
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  test('rows with ever new keys are refused before they fill the memory', () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => ({ [`c${row}`]: 1 }));
    expect(reasonFor(rows)).toBe('20000 rows with 20000 columns are more than 10000000 cells');
  });

  test('a number beyond all numbers is refused', () => {
    expect(reasonFor(fromJson('[{"a":1},{"a":1e400}]'))).toMatch('row 2 has Infinity in the column "a"');
  });

  test('a value that is nested too deeply is refused', () => {
    const deep = fromJson(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(reasonFor([{ a: deep }])).toBe('row 1 has an array in the column "a", which is nested too deeply');
  });
});

describe('whatever objects come', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('2026-01-31', '2026-01-31T08:30Z', '2026-01-31 08:30', '9007199254740993', 1, 1.5, null),
  );
  const key = fc.oneof(fc.string(), fc.constantFrom('a', 'b', '__proto__', 'constructor', 'rows', 'columns'));
  const object = fc.array(fc.tuple(key, value), { maxLength: 6 }).map(Object.fromEntries);
  const objects = fc.array(object, { maxLength: 20 });

  const columnsAndRows = fc.record({
    columns: fc.array(fc.oneof(fc.string(), fc.record({ name: fc.string(), type: fc.constantFrom(...COLUMN_TYPES) }))),
    rows: fc.oneof(fc.array(fc.array(value)), objects, fc.array(value)),
  });

  test('they are a table of all their keys, in order of first appearance, and no value is lost', () => {
    fc.assert(
      fc.property(objects, (rows) => {
        const table = tableFrom(rows);
        expect(table.columns.map(({ name }) => name)).toEqual([...new Set(rows.flatMap((row) => Object.keys(row)))]);
        expect(table.rows).toHaveLength(rows.length);
        for (const [index, row] of rows.entries()) {
          const given = table.columns.map(({ name }) => (Object.hasOwn(row, name) ? row[name] : null));
          const read = table.rows[index]?.map((cell, at) => readBack(cell, given[at]));
          // As JSON, which does not know -0.
          expect(JSON.stringify(read)).toBe(JSON.stringify(given));
        }
      }),
    );
  });

  test('every cell has the type of its column', () => {
    fc.assert(
      fc.property(objects, (rows) => {
        const table = tableFrom(rows);
        for (const cells of table.rows)
          expect(cells.every((cell, at) => holds(table.columns[at]?.type, cell))).toBe(true);
      }),
    );
  });

  test('the same columns declared are the same, but for texts that are JSON already', () => {
    fc.assert(
      fc.property(objects, (rows) => {
        const table = tableFrom(rows);
        const kept = table.columns.flatMap(({ type }, at) => (type === 'json' ? [] : [at]));
        const pick = <T>(all: readonly T[]) => all.filter((_, at) => kept.includes(at));
        fc.pre(kept.length > 0);
        const columns = pick(table.columns);
        expect(tableFrom(rows, columns)).toEqual({ columns, rows: table.rows.map(pick) });
      }),
    );
  });

  test('any JSON at all is a table or has a reason why not', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), columnsAndRows), (output) => {
        expect(typeof tableOf(output).ok).toBe('boolean');
      }),
    );
  });

  /** Undoes what the type of a column did to a value of this kind. */
  function readBack(cell: Cell, given: unknown): unknown {
    if (typeof cell !== 'string' || given === cell) return cell;
    return typeof given === 'string' && !cell.startsWith('"') ? cell.replace('T', ' ') : fromJson(cell);
  }

  function holds(type: ColumnType | undefined, cell: Cell): boolean {
    if (cell === null) return true;
    if (type === 'integer') return Number.isSafeInteger(cell);
    if (type === 'number' || type === 'boolean') return typeof cell === type;
    return typeof cell === 'string';
  }
});
