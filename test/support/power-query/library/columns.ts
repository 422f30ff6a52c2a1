import { columnAt, missingColumn, rowRecord, selectColumns } from '../language/access';
import { invoke } from '../language/functions';
import { expressionError } from '../language/m-error';
import { anyType, type MType, nullable } from '../language/types';
import {
  type Lazy,
  lazy,
  listOfValues,
  nullValue,
  number,
  ready,
  type TableValue,
  text,
  type Value,
} from '../language/values';
import { conversionTo } from './conversions';
import { type Culture, cultureOf } from './culture';
import {
  functionIn,
  functions,
  isNull,
  type Library,
  namesIn,
  numberIn,
  recordIn,
  tableIn,
  textIn,
  valuesIn,
} from './define';
import { MISSING_FIELD } from './missing-field';
import { withRows } from './rows';

/** One or many operations of the form `{name, what}`. */
async function operationsIn(value: Value): Promise<Value[][]> {
  const items = await valuesIn(value);
  const isOne = items[0]?.kind === 'text';
  return isOne ? [items] : Promise.all(items.map(valuesIn));
}

interface Change {
  at: number;
  change: (cell: Lazy) => Lazy;
  type: MType | undefined;
}

function changed(table: TableValue, changes: readonly Change[]): TableValue {
  const columns = table.columns.map(({ name, type }, at) => ({
    name,
    type: changes.find((change) => change.at === at)?.type ?? type,
  }));
  return withRows({ columns }, async function* () {
    for await (const row of table.rows()) {
      yield row.map((cell, at) =>
        changes.filter((change) => change.at === at).reduce((made, { change }) => change(made), cell),
      );
    }
  });
}

function placeOf(table: TableValue, name: string): number {
  const at = columnAt(table, name);
  if (at < 0) throw missingColumn(name);
  return at;
}

async function transformed(table: TableValue, operations: Value): Promise<Value> {
  const changes: Change[] = [];
  for (const [name, transform, type] of await operationsIn(operations)) {
    const by = functionIn(transform);
    changes.push({
      at: placeOf(table, textIn(name)),
      change: (cell) => lazy(async () => invoke(by, [await cell()])),
      type: type?.kind === 'type' ? type.type : anyType,
    });
  }
  return changed(table, changes);
}

async function retyped(table: TableValue, types: Value, culture: Culture): Promise<Value> {
  const changes: Change[] = [];
  for (const [name, type] of await operationsIn(types)) {
    if (type?.kind !== 'type') throw expressionError('A type is needed here.', type ?? nullValue);
    const convert = conversionTo(type.type, culture);
    changes.push({
      at: placeOf(table, textIn(name)),
      change: (cell) => lazy(async () => convert(await cell())),
      type: nullable(type.type),
    });
  }
  return changed(table, changes);
}

function withColumn(table: TableValue, name: string, type: Value, cellOf: (row: readonly Lazy[], at: number) => Lazy) {
  if (columnAt(table, name) >= 0)
    throw expressionError(`The field '${name}' already exists in the record.`, text(name));
  const column = { name, type: type.kind === 'type' ? type.type : anyType };
  return withRows({ columns: [...table.columns, column] }, async function* () {
    let at = 0;
    for await (const row of table.rows()) yield [...row, cellOf(row, at++)];
  });
}

async function withoutColumns(table: TableValue, names: readonly string[], missing: Value): Promise<Value> {
  const isIgnored = !isNull(missing) && numberIn(missing) !== MISSING_FIELD.Error;
  for (const name of names) if (!isIgnored) placeOf(table, name);
  const left = table.columns.map(({ name }) => name).filter((name) => !names.includes(name));
  return selectColumns(table, left, false);
}

/** A row for each row of the tables inside of a column. */
async function expanded(table: TableValue, column: string, names: readonly string[]): Promise<Value> {
  const at = placeOf(table, column);
  const outer = table.columns.filter((_, place) => place !== at);
  const columns = [...outer, ...names.map((name) => ({ name, type: anyType }))];
  return withRows({ columns }, async function* () {
    for await (const row of table.rows()) {
      const rest = row.filter((_, place) => place !== at);
      const inner = await row[at]?.();
      if (inner?.kind !== 'table') yield [...rest, ...names.map(() => ready(nullValue))];
      else for await (const cells of selectColumns(inner, names, true).rows()) yield [...rest, ...cells];
    }
  });
}

/** The fields of the records inside of a column, as columns. */
function withFields(table: TableValue, column: string, fields: readonly string[], names: readonly string[]): Value {
  const at = placeOf(table, column);
  const fieldOfCell = (cell: Lazy | undefined, field: string): Lazy =>
    lazy(async () => {
      const inner = (await cell?.()) ?? nullValue;
      return isNull(inner) ? nullValue : ((await recordIn(inner).fields.get(field)?.()) ?? nullValue);
    });
  const columns = table.columns.toSpliced(at, 1, ...names.map((name) => ({ name, type: anyType })));
  return withRows({ columns }, async function* () {
    for await (const row of table.rows())
      yield row.toSpliced(at, 1, ...fields.map((field) => fieldOfCell(row[at], field)));
  });
}

export const columnFunctions = (ofUser: string): Library =>
  functions({
    'Table.ColumnNames': [
      'table: table',
      (table) => listOfValues(tableIn(table).columns.map(({ name }) => text(name))),
    ],
    'Table.RemoveColumns': [
      'table: table, columns: any, optional missingField: number',
      async (table, names, missing) => withoutColumns(tableIn(table), await namesIn(names), missing),
    ],
    'Table.AddColumn': [
      'table: table, newColumnName: text, columnGenerator: function, optional columnType: type',
      (value, name, generator, type) => {
        const table = tableIn(value);
        return withColumn(table, textIn(name), type, (row) => lazy(() => invoke(generator, [rowRecord(table, row)])));
      },
    ],
    'Table.AddIndexColumn': [
      'table: table, newColumnName: text, optional initialValue: number, optional increment: number, optional columnType: type',
      (table, name, initial, increment, type) =>
        withColumn(tableIn(table), textIn(name), type, (_, at) =>
          ready(number((isNull(initial) ? 0 : numberIn(initial)) + at * (isNull(increment) ? 1 : numberIn(increment)))),
        ),
    ],
    'Table.TransformColumns': [
      'table: table, transformOperations: list',
      (table, operations) => transformed(tableIn(table), operations),
    ],
    'Table.TransformColumnTypes': [
      'table: table, typeTransformations: list, optional culture: text',
      (table, types, culture) => retyped(tableIn(table), types, cultureOf(culture, ofUser)),
    ],
    'Table.ExpandRecordColumn': [
      'table: table, column: text, fieldNames: list, optional newColumnNames: list',
      async (table, column, fields, names) => {
        const from = await namesIn(fields);
        return withFields(tableIn(table), textIn(column), from, isNull(names) ? from : await namesIn(names));
      },
    ],
    'Table.ExpandTableColumn': [
      'table: table, column: text, columnNames: list',
      async (table, column, names) => expanded(tableIn(table), textIn(column), await namesIn(names)),
    ],
  });
