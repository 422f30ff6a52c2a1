import type { Cell, Column, Table } from '../../domain/table/table';

/** The table as the JSON answer has it: rows are objects, and a column is there even if every cell is null. */
export function toJsonRows({ columns, rows }: Table): { columns: Column[]; rows: Record<string, Cell>[] } {
  // Object.fromEntries, because assigning to a column named `__proto__` would lose it.
  return {
    columns,
    rows: rows.map((cells) => Object.fromEntries(columns.map(({ name }, column) => [name, cells[column] ?? null]))),
  };
}
