import { isArray, ownValue, type RawColumn, type RawTable, rawTable } from './raw-table';
import type { DeclaredColumn, Table } from './table';
import { type TypedColumn, typeColumn } from './type-column';

/** Rows with ever new keys would otherwise grow to the square of their size. A dense output never comes near. */
const MOST_CELLS = 10_000_000;

/**
 * The output of a notebook, a JSON value, as a table. Declared columns decide its columns, their order and types: what
 * is not declared is left out, and what is missing is null. Without them every column of the output is there, in the
 * order of first appearance, with the type that all its cells have.
 */
export function tableOf(
  output: unknown,
  declared: readonly DeclaredColumn[] = [],
): { ok: true; table: Table } | { ok: false; reason: string } {
  const raw = rawTable(output, declared);
  if (!raw.ok) return raw;
  const wanted = declared.length > 0 ? declared : raw.value.columns;
  const reason = whyNot(wanted, raw.value);
  if (reason !== undefined) return { ok: false, reason };

  const read = reader(raw.value);
  const typed: TypedColumn[] = [];
  for (const column of wanted) {
    const made = typeColumn(column, read(column.name));
    if (!made.ok) return made;
    typed.push(made.value);
  }
  const rows = raw.value.rows.map((_, row) => typed.map(({ cells }) => cells[row] ?? null));
  return { ok: true, table: { columns: typed.map(({ column }) => column), rows } };
}

function whyNot(wanted: readonly RawColumn[], { columns, rows }: RawTable): string | undefined {
  const twice = repeatedName(columns) ?? repeatedName(wanted);
  if (twice !== undefined) return `two columns have the name "${twice}"`;
  if (wanted.length * rows.length <= MOST_CELLS) return undefined;
  return `${rows.length} rows with ${wanted.length} columns are more than ${MOST_CELLS} cells`;
}

function repeatedName(columns: readonly RawColumn[]): string | undefined {
  const seen = new Set<string>();
  return columns.find(({ name }) => seen.size === seen.add(name).size)?.name;
}

/** Reads all values of one column. What is missing in a row is null. */
function reader({ columns, rows }: RawTable): (name: string) => unknown[] {
  const positions = new Map(columns.map(({ name }, position) => [name, position]));
  return (name) => {
    const position = positions.get(name) ?? -1;
    return rows.map((row) => (isArray(row) ? row[position] : ownValue(row, name)) ?? null);
  };
}
