import type { HttpResponseInit } from '@azure/functions';
import { ProblemError } from '../../contract/problem';
import type { OutputSummary } from '../../contract/runs/run-result';
import { toCsv } from '../../contract/table/csv';
import { CONTENT_TYPES, type Format } from '../../contract/table/format';
import { toJsonRows } from '../../contract/table/json-rows';
import { toNdjson } from '../../contract/table/ndjson';
import type { TableFacts } from '../../contract/table/table-answers';
import type { DeclaredColumn, Table } from '../../domain/table/table';
import { tableOf } from '../../domain/table/table-of';
import type { App } from '../app';
import { readValue, taskNeeded } from '../outputs/stored-outputs';

/** The columns that the catalog promises for the job of this run. */
export async function declaredColumns(
  id: string,
  { runs, catalog }: App,
): Promise<readonly DeclaredColumn[] | undefined> {
  return catalog.get((await runs.read(id))?.job ?? '')?.columns;
}

type Columns = readonly DeclaredColumn[] | undefined;

/** The output of a run as a table; without any output, one without rows. */
export async function tableFrom(
  id: string,
  outputs: readonly OutputSummary[],
  columns: Columns,
  advice: string,
  app: App,
): Promise<Table> {
  const [only, ...others] = outputs;
  if (others.length > 0) throw taskNeeded(outputs);
  if (only?.truncated) throw outputTruncated();
  return toTable(only ? await readValue(id, only, app) : [], columns, advice);
}

export const emptyTable = (columns: Columns): Table => toTable([], columns);

function toTable(value: unknown, columns: Columns, advice = ''): Table {
  const made = tableOf(value, columns);
  if (made.ok) return made.table;
  throw new ProblemError({
    status: 422,
    code: 'outputNotTabular',
    detail: `The output of the run can't be read as a table: ${made.reason}. ${advice}`,
  });
}

export function tableAnswer(table: Table, format: Format, facts: Partial<TableFacts> = {}): HttpResponseInit {
  const headers = { 'content-type': CONTENT_TYPES[format] };
  if (format === 'csv') return { status: 200, headers, body: toCsv(table) };
  if (format === 'ndjson') return { status: 200, headers, body: toNdjson(table) };
  return { status: 200, headers, body: JSON.stringify({ ...facts, ...toJsonRows(table) }) };
}

const outputTruncated = () =>
  new ProblemError({
    status: 424,
    code: 'outputTruncated',
    detail:
      'Databricks has cut the output of the run, because it is longer than 5 MB. Rows would be missing, so there are none. ' +
      'Let the notebook hand over fewer rows, or write them to a table.',
  });
