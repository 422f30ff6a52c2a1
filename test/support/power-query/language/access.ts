import { all, equal } from './compare';
import { expressionError, NotSimulated } from './m-error';
import { spoken } from './types';
import {
  type Column,
  type Lazy,
  listOf,
  nullValue,
  number,
  type RecordValue,
  ready,
  recordOf,
  recordOfValues,
  type TableValue,
  text,
  type Value,
} from './values';

/** `x[name]`, and `x[name]?`, which is null where there is no such field. */
export async function fieldOf(value: Value, name: string, isOptional: boolean): Promise<Value> {
  if (value.kind === 'null' && isOptional) throw new NotSimulated('what null[a]? or null{0}? gives');
  if (value.kind === 'record') {
    const field = value.fields.get(name);
    if (field) return field();
    if (isOptional) return nullValue;
    throw missingField(name, value);
  }
  if (value.kind === 'table') {
    const at = columnAt(value, name);
    if (at >= 0) return columnValues(value, at);
    if (isOptional) return nullValue;
    throw missingColumn(name);
  }
  throw expressionError(`We cannot apply field access to ${spoken(value)}.`);
}

export const missingField = (name: string, record: RecordValue) =>
  expressionError(`The field '${name}' of the record wasn't found.`, record);

export const missingColumn = (name: string) =>
  expressionError(`The column '${name}' of the table wasn't found.`, text(name));

export const columnAt = (table: TableValue, name: string): number =>
  table.columns.findIndex((column: Column) => column.name === name);

const columnValues = (table: TableValue, at: number): Value => ({
  kind: 'list',
  async *items() {
    for await (const row of table.rows()) yield row[at] ?? ready(nullValue);
  },
});

/** `x[[a], [b]]`. */
export function project(value: Value, names: readonly string[], isOptional: boolean): Value {
  if (value.kind === 'record') {
    return recordOf(
      names.map((name) => {
        const field = value.fields.get(name);
        if (!field && !isOptional) throw missingField(name, value);
        return [name, field ?? ready(nullValue)] as const;
      }),
    );
  }
  if (value.kind === 'table') return selectColumns(value, names, isOptional);
  throw expressionError(`We cannot apply field access to ${spoken(value)}.`);
}

export function selectColumns(table: TableValue, names: readonly string[], isOptional: boolean): TableValue {
  const order = names.map((name) => columnAt(table, name));
  const missing = names.find((_, at) => order[at] === -1);
  if (missing !== undefined && !isOptional) throw missingColumn(missing);
  return {
    kind: 'table',
    columns: names.map(
      (name, at) => table.columns[order[at] ?? -1] ?? { name, type: { kind: 'primitive', primitive: 'any' } },
    ),
    async *rows() {
      for await (const row of table.rows()) yield order.map((at) => row[at] ?? ready(nullValue));
    },
  };
}

export const rowRecord = (table: TableValue, row: readonly Lazy[]): RecordValue =>
  recordOf(table.columns.map(({ name }, at) => [name, row[at] ?? ready(nullValue)] as const));

/** `x{y}`, and `x{y}?`, which is null where there is no such item. */
export async function itemOf(value: Value, selector: Value, isOptional: boolean): Promise<Value> {
  if (value.kind === 'null' && isOptional) throw new NotSimulated('what null[a]? or null{0}? gives');
  if (value.kind === 'table' && selector.kind === 'record') return matchingRow(value, selector, isOptional);
  if ((value.kind !== 'list' && value.kind !== 'table') || selector.kind !== 'number') {
    throw expressionError(`We cannot apply item access to ${spoken(value)}.`, recordOfValues({ Index: selector }));
  }
  if (selector.value < 0) throw expressionError('The index cannot be negative.', selector);
  const found =
    value.kind === 'list' ? await listItem(value.items(), selector.value) : await row(value, selector.value);
  if (found) return found;
  if (isOptional) return nullValue;
  throw expressionError('There were not enough elements in the enumeration to complete the operation.', value);
}

async function listItem(items: AsyncIterable<Lazy>, index: number): Promise<Value | undefined> {
  let at = 0;
  for await (const item of items) if (at++ === index) return item();
  return undefined;
}

async function row(table: TableValue, index: number): Promise<Value | undefined> {
  let at = 0;
  for await (const cells of table.rows()) if (at++ === index) return rowRecord(table, cells);
  return undefined;
}

async function matchingRow(table: TableValue, wanted: RecordValue, isOptional: boolean): Promise<Value> {
  const matches: RecordValue[] = [];
  for (const cells of await all(table.rows())) {
    const record = rowRecord(table, cells);
    if (await equal(project(record, [...wanted.fields.keys()], false), wanted)) matches.push(record);
  }
  const [only, another] = matches;
  if (another) throw expressionError('The key matched more than one row in the table.', wanted);
  if (only) return only;
  if (isOptional) return nullValue;
  throw expressionError("The key didn't match any rows in the table.", wanted);
}

/** `{1..4}`, of numbers or of single characters. */
export function range(from: Value, to: Value): Value {
  if (from.kind === 'number' && to.kind === 'number') {
    const count = Math.max(0, Math.floor(to.value - from.value) + 1);
    return listOf(Array.from({ length: count }, (_, at) => ready(number(from.value + at))));
  }
  if (from.kind === 'text' && to.kind === 'text') {
    const [first, last] = [from.value.codePointAt(0) ?? 0, to.value.codePointAt(0) ?? -1];
    const count = Math.max(0, last - first + 1);
    return listOf(Array.from({ length: count }, (_, at) => ready(text(String.fromCodePoint(first + at)))));
  }
  throw expressionError(`We cannot make a range from ${spoken(from)} to ${spoken(to)}.`);
}
