import { compare, equal } from './compare';
import { expressionError } from './m-error';
import { spoken } from './types';
import {
  binary,
  type Column,
  type Lazy,
  type ListValue,
  logical,
  nullValue,
  number,
  type RecordValue,
  ready,
  type TableValue,
  type TemporalValue,
  text,
  type Value,
} from './values';

export async function applyOperator(operator: string, left: Value, right: Value): Promise<Value> {
  switch (operator) {
    case '=':
      return logical(await equal(left, right));
    case '<>':
      return logical(!(await equal(left, right)));
    case '<':
    case '>':
    case '<=':
    case '>=':
      return relate(operator, compare(left, right));
    case '&':
      return combine(left, right);
    default:
      if (left.kind === 'null' || right.kind === 'null') return nullValue;
      return calculate(operator, left, right);
  }
}

function relate(operator: '<' | '>' | '<=' | '>=', order: number | null): Value {
  if (order === null) return nullValue;
  if (operator === '<') return logical(order < 0);
  if (operator === '>') return logical(order > 0);
  return logical(operator === '<=' ? order <= 0 : order >= 0);
}

async function combine(left: Value, right: Value): Promise<Value> {
  if (left.kind === 'text' && right.kind === 'text') return text(left.value + right.value);
  if (left.kind === 'list' && right.kind === 'list') return joined(left, right);
  if (left.kind === 'record' && right.kind === 'record') return merged(left, right);
  if (left.kind === 'table' && right.kind === 'table') return appended([left, right]);
  if (left.kind === 'date' && right.kind === 'time') return { kind: 'datetime', ticks: left.ticks + right.ticks };
  if (left.kind === 'binary' && right.kind === 'binary') {
    return binary(Buffer.concat([await left.read(), await right.read()]));
  }
  const kinds = [left.kind, right.kind];
  if (kinds.includes('null') && kinds.every((kind) => kind === 'null' || kind === 'text')) return nullValue;
  throw inapplicable('&', left, right);
}

const joined = (left: ListValue, right: ListValue): ListValue => ({
  kind: 'list',
  async *items() {
    yield* left.items();
    yield* right.items();
  },
});

/** What the right one says holds. */
export const merged = (left: RecordValue, right: RecordValue): RecordValue => ({
  kind: 'record',
  fields: new Map([...left.fields, ...right.fields]),
});

function appended(tables: readonly TableValue[]): TableValue {
  const columns = new Map<string, Column>();
  for (const table of tables) {
    for (const column of table.columns) if (!columns.has(column.name)) columns.set(column.name, column);
  }
  const missing: Lazy = ready(nullValue);
  return {
    kind: 'table',
    columns: [...columns.values()],
    async *rows() {
      for (const table of tables) {
        const order = [...columns.keys()].map((name) => table.columns.findIndex((column) => column.name === name));
        for await (const row of table.rows()) yield order.map((at) => row[at] ?? missing);
      }
    },
  };
}

const POINTS = ['date', 'datetime', 'time'] as const;
const isPoint = (value: Value): value is TemporalValue => POINTS.some((kind) => kind === value.kind);

function calculate(operator: string, left: Value, right: Value): Value {
  if (left.kind === 'number' && right.kind === 'number') return number(ofNumbers(operator, left.value, right.value));
  if (left.kind === 'duration' && right.kind === 'duration') {
    if (operator === '+') return { kind: 'duration', ticks: left.ticks + right.ticks };
    if (operator === '-') return { kind: 'duration', ticks: left.ticks - right.ticks };
    if (operator === '/') return number(Number(left.ticks) / Number(right.ticks));
  }
  if (left.kind === 'duration' && right.kind === 'number' && (operator === '*' || operator === '/')) {
    const factor = operator === '*' ? right.value : 1 / right.value;
    return { kind: 'duration', ticks: BigInt(Math.round(Number(left.ticks) * factor)) };
  }
  if (left.kind === 'number' && right.kind === 'duration' && operator === '*') return calculate('*', right, left);
  if (right.kind === 'duration' && (operator === '+' || operator === '-')) {
    const span = operator === '+' ? right.ticks : -right.ticks;
    if (isPoint(left) || left.kind === 'datetimezone') return { ...left, ticks: left.ticks + span };
  }
  if (left.kind === 'duration' && operator === '+' && (isPoint(right) || right.kind === 'datetimezone')) {
    return calculate('+', right, left);
  }
  if (operator === '-' && isPoint(left) && left.kind === right.kind) {
    return { kind: 'duration', ticks: left.ticks - right.ticks };
  }
  if (operator === '-' && left.kind === 'datetimezone' && right.kind === 'datetimezone') {
    const offset = BigInt(left.offsetMinutes - right.offsetMinutes) * 600_000_000n;
    return { kind: 'duration', ticks: left.ticks - right.ticks - offset };
  }
  throw inapplicable(operator, left, right);
}

function ofNumbers(operator: string, left: number, right: number): number {
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  return operator === '*' ? left * right : left / right;
}

const inapplicable = (operator: string, left: Value, right: Value) =>
  expressionError(`We cannot apply operator ${operator} to ${spoken(left)} and ${spoken(right)}.`);
