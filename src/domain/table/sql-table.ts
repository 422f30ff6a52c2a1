import { convertCell } from './convert-cell';
import type { Cell, Column, ColumnType, Table } from './table';

/** A column of a SQL result, with Databricks' own names. */
export interface SqlColumn {
  name: string;
  type_name?: string | undefined;
  type_text?: string | undefined;
}

/** Every value comes as text, whatever its type. */
export type SqlRow = readonly (string | null)[];

/** The columns of a result before its rows are known. SQL may give two of them the same name; here they are told apart. */
export function sqlColumns(columns: readonly SqlColumn[]): Column[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    const name = freeName(column.name, taken);
    taken.add(name);
    return { name, type: typeOf(column), nullable: false };
  });
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}_${number}`;
    if (!taken.has(name)) return name;
  }
}

/**
 * The same columns once these rows are known, too. Where a value would lose something as the type of its column, as a
 * long integer would, the column is text: all rows of a result have to be seen before any of them is shown.
 */
export function fitColumns(columns: readonly Column[], rows: readonly SqlRow[]): Column[] {
  return columns.map(({ name, type, nullable }, position) => {
    const fits = rows.every((row) => cellOf(row[position], type) !== undefined);
    const hasNull = rows.some((row) => (row[position] ?? null) === null);
    return { name, type: fits ? type : 'text', nullable: nullable || hasNull };
  });
}

export function sqlTable(columns: readonly Column[], rows: readonly SqlRow[]): Table {
  const cells = rows.map((row) => columns.map(({ type }, position) => cellOf(row[position], type) ?? null));
  return { columns: [...columns], rows: cells };
}

function cellOf(value: string | null = null, type: ColumnType): Cell | undefined {
  return value === null ? null : convertCell(value, type);
}

/** A new type is text until somebody knows better. */
function typeOf({ type_name, type_text }: SqlColumn): ColumnType {
  const [word = ''] = /^\w+/.exec((type_name ?? type_text ?? '').toUpperCase()) ?? [];
  return (Object.hasOwn(TYPES, word) ? TYPES[word] : undefined) ?? 'text';
}

const TYPES: Readonly<Record<string, ColumnType>> = {
  ...inApiAndSql('integer', ['BYTE', 'TINYINT', 'SHORT', 'SMALLINT', 'INT', 'LONG', 'BIGINT']),
  ...inApiAndSql('number', ['FLOAT', 'DOUBLE', 'DECIMAL']),
  ...inApiAndSql('boolean', ['BOOLEAN']),
  ...inApiAndSql('date', ['DATE']),
  ...inApiAndSql('datetime', ['TIMESTAMP', 'TIMESTAMP_NTZ']),
  ...inApiAndSql('json', ['ARRAY', 'MAP', 'STRUCT', 'VARIANT']),
};

function inApiAndSql(type: ColumnType, words: readonly string[]): Record<string, ColumnType> {
  return Object.fromEntries(words.map((word) => [word, type]));
}
