import { nameKind } from './name-kind';
import { COLUMN_TYPES, type ColumnType, type DeclaredColumn, type Made } from './table';

export type ObjectRow = Readonly<Record<string, unknown>>;
export type ArrayRow = readonly unknown[];

export interface RawColumn {
  name: string;
  type?: ColumnType | undefined;
  nullable?: boolean | undefined;
}

/** The rows that an output stands for, before their values are looked at: by name, or by the position of the column. */
export interface RawTable {
  columns: RawColumn[];
  rows: readonly (ObjectRow | ArrayRow)[];
}

/** What has no names of its own takes those that are declared. */
export function rawTable(output: unknown, declared: readonly DeclaredColumn[]): Made<RawTable> {
  if (output === null || output === undefined) return made([], []);
  if (Array.isArray(output)) return fromList(output, declared);
  if (!isObject(output)) return fromValues([output], `the output is ${nameKind(output)}`, declared);
  const [columns, rows] = [ownValue(output, 'columns'), ownValue(output, 'rows')];
  return Array.isArray(columns) && Array.isArray(rows) ? fromColumnsAndRows(columns, rows) : fromObjects([output]);
}

function fromList(list: readonly unknown[], declared: readonly DeclaredColumn[]): Made<RawTable> {
  if (list.length === 0) return made([], []);
  const reason = mixture(list);
  if (reason !== undefined) return { ok: false, reason };
  if (areObjects(list)) return fromObjects(list);
  if (areArrays(list)) return fromArrays(list, declared);
  return fromValues(list, 'the rows are single values', declared);
}

function fromObjects(rows: readonly ObjectRow[]): Made<RawTable> {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) names.add(name);
  return made(named([...names]), rows);
}

function fromArrays(rows: readonly ArrayRow[], declared: readonly DeclaredColumn[]): Made<RawTable> {
  if (declared.length > 0) return withinColumns(named(declared.map(({ name }) => name)), rows);
  const width = rows.reduce((widest, { length }) => Math.max(widest, length), 0);
  return made(named(Array.from({ length: width }, (_, index) => `column${index + 1}`)), rows);
}

/** A sentence in place of the rows that are declared must not look like a row of nulls. */
function fromValues(values: readonly unknown[], what: string, declared: readonly DeclaredColumn[]): Made<RawTable> {
  const names = declared.map(({ name }) => name);
  const [only = 'value', ...others] = names;
  if (others.length > 0 && !names.includes('value')) {
    return { ok: false, reason: `${what}, but the declared columns are ${names.join(', ')}` };
  }
  return made(
    named([others.length > 0 ? 'value' : only]),
    values.map((value) => [value]),
  );
}

function fromColumnsAndRows(given: readonly unknown[], rows: readonly unknown[]): Made<RawTable> {
  const columns = given.map(rawColumn);
  const nameless = columns.indexOf(undefined);
  if (nameless >= 0) return { ok: false, reason: `column ${nameless + 1} has no name` };
  const known = columns.filter((column) => column !== undefined);
  if (rows.length === 0) return made(known, []);
  const reason = mixture(rows);
  if (reason !== undefined) return { ok: false, reason };
  if (areObjects(rows) || areArrays(rows)) return withinColumns(known, rows);
  return { ok: false, reason: `row 1 is ${nameKind(rows[0])}, which is neither an array nor an object` };
}

/** A type in words other than ours, such as `bigint`, is left to be found out. */
function rawColumn(given: unknown): RawColumn | undefined {
  if (typeof given === 'string') return { name: given };
  if (!isObject(given)) return undefined;
  const [name, type, nullable] = ['name', 'type', 'nullable'].map((key) => ownValue(given, key));
  if (typeof name !== 'string') return undefined;
  return {
    name,
    type: COLUMN_TYPES.find((known) => known === type),
    nullable: typeof nullable === 'boolean' ? nullable : undefined,
  };
}

function withinColumns(columns: RawColumn[], rows: RawTable['rows']): Made<RawTable> {
  const names = new Set(columns.map(({ name }) => name));
  for (const [index, row] of rows.entries()) {
    if (isArray(row)) {
      if (row.length <= columns.length) continue;
      return { ok: false, reason: `row ${index + 1} has ${row.length} values for ${columns.length} columns` };
    }
    const unknown = Object.keys(row).find((key) => !names.has(key));
    if (unknown === undefined) continue;
    return { ok: false, reason: `row ${index + 1} has a value "${unknown}", which is none of the columns` };
  }
  return made(columns, rows);
}

function mixture(rows: readonly unknown[]): string | undefined {
  const first = shapeOf(rows[0]);
  const odd = rows.findIndex((row) => shapeOf(row) !== first);
  if (odd < 0) return undefined;
  return `row ${odd + 1} is ${nameKind(rows[odd])}, but the rows before it are ${first}`;
}

function shapeOf(row: unknown): 'objects' | 'arrays' | 'single values' {
  if (Array.isArray(row)) return 'arrays';
  return isObject(row) ? 'objects' : 'single values';
}

const areObjects = (rows: readonly unknown[]): rows is readonly ObjectRow[] => shapeOf(rows[0]) === 'objects';
const areArrays = (rows: readonly unknown[]): rows is readonly ArrayRow[] => shapeOf(rows[0]) === 'arrays';
export const isArray = (row: ObjectRow | ArrayRow): row is ArrayRow => Array.isArray(row);
const isObject = (value: unknown): value is ObjectRow => typeof value === 'object' && value !== null;

/** Nothing that objects inherit, such as `constructor`. */
export const ownValue = (row: ObjectRow, key: string) => (Object.hasOwn(row, key) ? row[key] : undefined);

const named = (names: readonly string[]): RawColumn[] => names.map((name) => ({ name }));
const made = (columns: RawColumn[], rows: RawTable['rows']): Made<RawTable> => ({ ok: true, value: { columns, rows } });
