import { convertCell, jsonText } from './convert-cell';
import { inferType } from './infer-type';
import { nameKind } from './name-kind';
import type { RawColumn } from './raw-table';
import type { Cell, Column, ColumnType, Made } from './table';

export interface TypedColumn {
  column: Column;
  cells: Cell[];
}

/** Makes all values of a column cells of its promised type or, if nobody promised one, of the type that they have. */
export function typeColumn({ name, type, nullable = true }: RawColumn, values: readonly unknown[]): Made<TypedColumn> {
  if (type === undefined) return inferred(name, values);
  const missing = nullable ? -1 : values.indexOf(null);
  if (missing >= 0) return { ok: false, reason: `row ${missing + 1} has no value in the column "${name}"` };
  return convertAll({ name, type, nullable }, values, (value) => convertCell(value, type));
}

function inferred(name: string, values: readonly unknown[]): Made<TypedColumn> {
  const type = inferType(values);
  const column = { name, type, nullable: values.includes(null) };
  return convertAll(column, values, type === 'json' ? jsonText : (value) => convertCell(value, type));
}

function convertAll(
  column: Column,
  values: readonly unknown[],
  convert: (value: unknown) => Cell | undefined,
): Made<TypedColumn> {
  const cells: Cell[] = [];
  for (const value of values) {
    const cell = value === null ? null : convert(value);
    if (cell === undefined) return { ok: false, reason: misfit(cells.length + 1, column, value) };
    cells.push(cell);
  }
  return { ok: true, value: { column, cells } };
}

const MISFITS: Readonly<Record<ColumnType, string>> = {
  text: 'is nested too deeply',
  json: 'is nested too deeply',
  integer: 'is not an integer that a number holds exactly (longer ones need the type text)',
  number: 'is not a number, or would lose digits as one (then it needs the type text)',
  boolean: 'is neither true nor false',
  date: 'is not a date such as 2026-01-31',
  datetime: 'is not a time such as 2026-01-31T08:30:00Z',
};

const misfit = (row: number, { name, type }: Column, value: unknown) =>
  `row ${row} has ${show(value)} in the column "${name}", which ${MISFITS[type]}`;

const MOST_SHOWN = 40;

function show(value: unknown): string {
  if (typeof value === 'object') return nameKind(value);
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
