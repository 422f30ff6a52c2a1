import { columnAt, missingColumn, rowRecord } from '../language/access';
import { all } from '../language/compare';
import { invoke } from '../language/functions';
import { expressionError, MError } from '../language/m-error';
import { anyType, type MType } from '../language/types';
import {
  type Column,
  type Lazy,
  type ListValue,
  lazy,
  logical,
  nullValue,
  number,
  type RecordValue,
  ready,
  type TableValue,
  type Value,
} from '../language/values';
import { functions, isNull, itemsIn, type Library, numberIn, recordIn, tableIn, textsIn } from './define';
import { MISSING_FIELD } from './missing-field';

export const withRows = (
  { columns }: Pick<TableValue, 'columns'>,
  rows: () => AsyncIterable<readonly Lazy[]>,
): TableValue => ({ kind: 'table', columns, rows });

/** Of names, which may have any values, or of the type of a table. */
export async function columnsOf(columns: Value): Promise<Column[]> {
  if (columns.kind === 'type') return columnsOfType(columns.type);
  return (await textsIn(columns)).map((name) => ({ name, type: anyType }));
}

function columnsOfType(type: MType): Column[] {
  if (type.kind === 'table') return type.columns.map(({ name, type: ofColumn }) => ({ name, type: ofColumn }));
  throw expressionError('The type of a table is needed here.');
}

async function tableOfRows(columns: Value, rows: Value): Promise<Value> {
  const made = await columnsOf(columns);
  if (rows.kind !== 'list') throw expressionError('The rows must be a list of lists.');
  return withRows({ columns: made }, async function* () {
    for await (const row of rows.items()) {
      const cells = await itemsIn(await row());
      if (cells.length !== made.length) {
        throw expressionError(`${made.length} values were expected in a row, and there were ${cells.length}.`);
      }
      yield cells;
    }
  });
}

async function tableOfRecords(records: ListValue, columns: Value, missing: Value): Promise<Value> {
  const made = isNull(columns) ? await columnsOfFirst(records) : await columnsOf(columns);
  const isPatient = !isNull(missing) && numberIn(missing) === MISSING_FIELD.UseNull;
  const cell = (record: RecordValue, name: string): Lazy => {
    const field = record.fields.get(name);
    if (field) return field;
    if (isPatient) return ready(nullValue);
    return lazy(async () => {
      throw expressionError(`The field '${name}' of the record wasn't found.`, record);
    });
  };
  return withRows({ columns: made }, async function* () {
    for await (const item of records.items()) {
      const record = recordIn(await item());
      yield made.map(({ name }) => cell(record, name));
    }
  });
}

async function columnsOfFirst(records: ListValue): Promise<Column[]> {
  for await (const item of records.items()) {
    return [...recordIn(await item()).fields.keys()].map((name) => ({ name, type: anyType }));
  }
  return [];
}

async function isBroken(cell: Lazy | undefined): Promise<boolean> {
  try {
    await cell?.();
    return false;
  } catch (error) {
    if (error instanceof MError) return true;
    throw error;
  }
}

function selected(table: TableValue, isWanted: (row: readonly Lazy[]) => Promise<boolean>): TableValue {
  return withRows(table, async function* () {
    for await (const row of table.rows()) if (await isWanted(row)) yield row;
  });
}

async function isTrue(condition: Value, row: Value): Promise<boolean> {
  const answer = await invoke(condition, [row]);
  return answer.kind === 'logical' && answer.value;
}

async function withErrors(table: TableValue, columns: Value): Promise<Value> {
  const names = isNull(columns) ? table.columns.map(({ name }) => name) : await textsIn(columns);
  const places = names.map((name) => {
    const at = columnAt(table, name);
    if (at < 0) throw missingColumn(name);
    return at;
  });
  return selected(table, async (row) => {
    for (const at of places) if (await isBroken(row[at])) return true;
    return false;
  });
}

/** How many, or as long as a condition holds. */
function firstRows(table: TableValue, countOrCondition: Value): TableValue {
  return withRows(table, async function* () {
    let left = countOrCondition.kind === 'number' ? countOrCondition.value : Number.POSITIVE_INFINITY;
    if (left <= 0) return;
    for await (const row of table.rows()) {
      if (countOrCondition.kind === 'function' && !(await isTrue(countOrCondition, rowRecord(table, row)))) return;
      yield row;
      if (--left <= 0) return;
    }
  });
}

/** Also what its cells hold is made, but not what is inside of them. */
async function buffered(table: TableValue): Promise<Value> {
  const rows = await all(table.rows());
  for (const row of rows) for (const cell of row) await isBroken(cell);
  return withRows(table, async function* () {
    yield* rows;
  });
}

export const rowFunctions: Library = functions({
  '#table': ['columns: any, rows: any', tableOfRows],
  'Table.FromRecords': [
    'records: list, optional columns: any, optional missingField: number',
    (records, columns, missing) => tableOfRecords(listValue(records), columns, missing),
  ],
  'Table.ToRecords': [
    'table: table',
    (value) => {
      const table = tableIn(value);
      return {
        kind: 'list',
        async *items() {
          for await (const row of table.rows()) yield ready(rowRecord(table, row));
        },
      };
    },
  ],
  'Table.RowCount': ['table: table', async (table) => number((await all(tableIn(table).rows())).length)],
  'Table.IsEmpty': [
    'table: table',
    async (table) => {
      for await (const _ of tableIn(table).rows()) return logical(false);
      return logical(true);
    },
  ],
  'Table.Buffer': ['table: table', (table) => buffered(tableIn(table))],
  'Table.FirstN': ['table: table, countOrCondition: any', (table, count) => firstRows(tableIn(table), count)],
  'Table.SelectRows': [
    'table: table, condition: function',
    (value, condition) => {
      const table = tableIn(value);
      return selected(table, (row) => isTrue(condition, rowRecord(table, row)));
    },
  ],
  'Table.SelectRowsWithErrors': [
    'table: table, optional columns: list',
    (table, columns) => withErrors(tableIn(table), columns),
  ],
});

function listValue(value: Value): ListValue {
  if (value.kind === 'list') return value;
  throw expressionError('A list is needed here.');
}
