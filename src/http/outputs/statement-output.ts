import type { HttpResponseInit } from '@azure/functions';
import { ProblemError } from '../../contract/problem';
import type { KeptTable, OutputSummary } from '../../contract/runs/run-result';
import type { Format } from '../../contract/table/format';
import { toJsonRows } from '../../contract/table/json-rows';
import { type SqlRow, sqlTable } from '../../domain/table/sql-table';
import type { App } from '../app';
import { jsonAnswer } from '../json-answer';
import { tableAnswer } from '../tables/table-answer';
import { readBlob } from './stored-outputs';

interface Wanted {
  view: 'parsed' | 'raw';
  format: Format;
  /** Null: all of them. */
  chunk: number | null;
}

/** All rows at once have to fit into the memory of this app, several times over. */
const MOST_TOGETHER_BYTES = 16 * 1024 * 1024;

/** The rows of a SQL statement. In each chunk the columns are those of the whole, so that chunks go together. */
export async function statementOutput(
  id: string,
  output: OutputSummary & { table: KeptTable },
  { view, format, chunk }: Wanted,
  app: App,
): Promise<HttpResponseInit> {
  const { table, bytes, truncated } = output;
  const { columns, chunks } = table;
  if (chunk === null && chunks.length > 1 && bytes > MOST_TOGETHER_BYTES) throw chunkNeeded(chunks.length);
  const wanted = chunk === null ? chunks : chunks.slice(chunk, chunk + 1);
  if (chunk !== null && wanted.length === 0) throw chunkUnknown(chunks.length);
  const rows: SqlRow[] = [];
  for (const blob of wanted) for (const row of JSON.parse(await readBlob(id, blob, app))) rows.push(row);

  const headers = { 'x-output-chunks': String(chunks.length), ...(truncated && { 'x-output-truncated': 'true' }) };
  if (view === 'raw') {
    const result = { ...(chunk !== null && { chunk_index: chunk }), data_array: rows };
    return jsonAnswer({ ...JSON.parse(await readBlob(id, output.blob, app)), result }, headers);
  }
  const made = sqlTable(columns, rows);
  if (format === 'json') return jsonAnswer(toJsonRows(made).rows, headers);
  const answer = tableAnswer(made, format);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

const chunkNeeded = (chunks: number) =>
  new ProblemError({
    status: 400,
    code: 'chunkNeeded',
    detail: `The rows are too many for one answer. Get them one chunk after the other: ?chunk=0 to ?chunk=${chunks - 1}.`,
    more: { chunks },
  });

const chunkUnknown = (chunks: number) =>
  new ProblemError({
    status: 404,
    code: 'chunkUnknown',
    detail: `There is no such chunk. There are ${chunks}, counted from 0.`,
    more: { chunks },
  });
