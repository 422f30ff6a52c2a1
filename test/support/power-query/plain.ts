import { all } from './language/compare';
import { MError } from './language/m-error';
import { typeText } from './language/types';
import type { Lazy, RecordValue, TableValue, Value } from './language/values';
import { writeTime } from './library/time-text';

// biome-ignore lint/suspicious/noExplicitAny: results are read as a test would write them down
export type Plain = any;

const FORMATS = {
  date: 'yyyy-MM-dd',
  time: 'HH:mm:ss.FFFFFFF',
  datetime: "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
  datetimezone: "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
} as const;

/** A value with all that it holds, as a test would write it down. */
export async function plain(value: Value): Promise<Plain> {
  switch (value.kind) {
    case 'null':
      return null;
    case 'text':
    case 'number':
    case 'logical':
      return value.value;
    case 'duration':
      return { seconds: Number(value.ticks) / 1e7 };
    case 'date':
    case 'time':
    case 'datetime':
      return { [value.kind]: writeTime(value.ticks, FORMATS[value.kind]) };
    case 'datetimezone':
      return { datetimezone: writeTime(value.ticks, FORMATS.datetimezone, value.offsetMinutes) };
    case 'binary':
      return { binary: Buffer.from(await value.read()).toString('utf8') };
    case 'list':
      return plainAll(await all(value.items()));
    case 'record':
      return plainRecord(value);
    case 'table':
      return plainTable(value);
    case 'function':
      return { function: value.parameters.map(({ name }) => name) };
    case 'type':
      return { type: typeText(value.type) };
  }
}

async function plainAll(items: readonly Lazy[]): Promise<Plain[]> {
  const made: Plain[] = [];
  for (const item of items) made.push(await plain(await item()));
  return made;
}

export async function plainRecord(record: RecordValue): Promise<Plain> {
  const values = await plainAll([...record.fields.values()]);
  return Object.fromEntries([...record.fields.keys()].map((name, at) => [name, values[at]]));
}

export interface PlainTable {
  /** As they are written: `nullable Int64.Type`. */
  types: Record<string, string>;
  rows: Record<string, Plain>[];
}

/** As it would be loaded: a cell that can't be had is an error by itself. */
async function plainTable(table: TableValue): Promise<PlainTable> {
  const rows: Record<string, Plain>[] = [];
  for await (const row of table.rows()) {
    const cells: Plain[] = [];
    for (const cell of row) cells.push(await plainCell(cell));
    rows.push(Object.fromEntries(table.columns.map(({ name }, at) => [name, cells[at]])));
  }
  return { types: Object.fromEntries(table.columns.map(({ name, type }) => [name, typeText(type)])), rows };
}

async function plainCell(cell: Lazy): Promise<Plain> {
  try {
    return await plain(await cell());
  } catch (error) {
    if (error instanceof MError) return { cellError: error.message };
    throw error;
  }
}
