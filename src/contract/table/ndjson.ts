import type { Table } from '../../domain/table/table';

/** One JSON object a line, all with the same names in the order of the columns. */
export function toNdjson({ columns, rows }: Table): string {
  const names = columns.map(({ name }) => `${JSON.stringify(name)}:`);
  return rows
    .map((cells) => `{${cells.map((cell, column) => names[column] + JSON.stringify(cell)).join(',')}}\n`)
    .join('');
}
