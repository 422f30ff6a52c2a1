import { expressionError } from './m-error';
import { spoken } from './types';
import type { Lazy, RecordValue, TableValue, Value } from './values';

export async function equal(left: Value, right: Value): Promise<boolean> {
  if (left.kind === 'list' && right.kind === 'list') return equalAll(await all(left.items()), await all(right.items()));
  if (left.kind === 'record' && right.kind === 'record') return equalRecords(left, right);
  if (left.kind === 'table' && right.kind === 'table') return equalTables(left, right);
  if (left.kind === 'binary' && right.kind === 'binary') {
    return Buffer.compare(await left.read(), await right.read()) === 0;
  }
  if (left.kind !== right.kind) return false;
  if (left.kind === 'function' || left.kind === 'type' || left.kind === 'null') {
    return left.kind === 'null' || left === right;
  }
  const [one, other] = [sortKey(left), sortKey(right)];
  return one === other;
}

async function equalAll(left: readonly Lazy[], right: readonly Lazy[]): Promise<boolean> {
  if (left.length !== right.length) return false;
  for (const [at, one] of left.entries()) {
    const other = right[at];
    if (!other || !(await equal(await one(), await other()))) return false;
  }
  return true;
}

async function equalRecords(left: RecordValue, right: RecordValue): Promise<boolean> {
  const names = [...left.fields.keys()];
  const others = names.flatMap((name) => right.fields.get(name) ?? []);
  return others.length === right.fields.size && equalAll([...left.fields.values()], others);
}

async function equalTables(left: TableValue, right: TableValue): Promise<boolean> {
  const order = left.columns.map(({ name }) => right.columns.findIndex((column) => column.name === name));
  if (order.includes(-1) || order.length !== right.columns.length) return false;
  const [rows, others] = [await all(left.rows()), await all(right.rows())];
  if (rows.length !== others.length) return false;
  for (const [at, row] of rows.entries()) {
    const other = order.flatMap((column) => others[at]?.[column] ?? []);
    if (!(await equalAll(row, other))) return false;
  }
  return true;
}

/** Null where one of them is null. */
export function compare(left: Value, right: Value): number | null {
  if (left.kind === 'null' || right.kind === 'null') return null;
  const [one, other] = [sortKey(left), sortKey(right)];
  if (left.kind !== right.kind || one === undefined || other === undefined) {
    throw expressionError(`We cannot apply operator < to ${spoken(left)} and ${spoken(right)}.`);
  }
  if (one < other) return -1;
  if (one > other) return 1;
  return one === other ? 0 : Number.NaN;
}

function sortKey(value: Value): string | number | bigint | boolean | undefined {
  switch (value.kind) {
    case 'text':
    case 'number':
    case 'logical':
      return value.value;
    case 'date':
    case 'time':
    case 'datetime':
    case 'duration':
      return value.ticks;
    case 'datetimezone':
      return value.ticks - BigInt(value.offsetMinutes) * 600_000_000n;
    default:
      return undefined;
  }
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
