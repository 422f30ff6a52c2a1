import type { Outputs } from '../../adapters/storage/outputs';
import type { OutputSummary } from '../../contract/runs/run-result';
import { toJsonRows } from '../../contract/table/json-rows';
import type { Answer } from '../../domain/answer';
import type { RawStatement } from '../../domain/sql/raw-statement';
import { fitColumns, type SqlRow, sqlColumns, sqlTable } from '../../domain/table/sql-table';
import type { Column } from '../../domain/table/table';
import { type Left, leftOf, MOST_INLINE_BYTES } from './inline-output';
import { ProblemFound } from './needed';

interface Copying {
  facts: Pick<OutputSummary, 'taskKey' | 'blob'>;
  /** What the names of its blobs begin with. */
  name: string;
  raw: RawStatement;
  mostBytes: number;
  askFor(index: number): Promise<Answer<SqlRow[]>>;
}

interface Copied {
  left: Left[];
  /** Why not all of the rows are there. */
  problem: string | null;
}

/** Never more than one chunk is held in memory, but for those of a small result. */
interface Kept {
  columns: Column[];
  chunks: string[];
  rowCount: number;
  bytes: number;
  /** All rows, as long as they are few. */
  rows: SqlRow[];
}

const MEGABYTE = 1024 * 1024;

/** Copies the rows of a statement that has succeeded, one blob a chunk. What an earlier try has copied is not asked for. */
export async function copyRows(copying: Copying, instanceId: string, outputs: Outputs): Promise<Copied> {
  const { facts, name, raw, mostBytes, askFor } = copying;
  if (!raw.manifest) return { left: [], problem: 'Databricks keeps a result for an hour, and this one is gone.' };
  const { schema, total_chunk_count: chunkCount = 0, total_row_count: rowCount, truncated = false } = raw.manifest;
  const { columns = [] } = schema ?? {};
  if (columns.length === 0) return { left: [], problem: null };

  const kept: Kept = { columns: sqlColumns(columns), chunks: [], rowCount: 0, bytes: 0, rows: [] };
  const problem = (await copyChunks()) ?? missingRows(kept, rowCount);
  return { left: [leftIn(kept, facts, truncated || problem !== null)], problem };

  async function copyChunks(): Promise<string | null> {
    for (let index = 0; index < chunkCount; index++) {
      const blob = `${name}-chunk-${index}.json`;
      const before = await outputs.read(instanceId, blob);
      const answer: Answer<SqlRow[]> =
        before === undefined ? await askFor(index) : { ok: true, value: JSON.parse(before) };
      if (!answer.ok && answer.problem.kind === 'unavailable') throw new ProblemFound(answer.problem);
      if (!answer.ok) return `Chunk ${index} of ${chunkCount}: ${answer.problem.message}`;
      const text = before ?? JSON.stringify(answer.value);
      const bytes = Buffer.byteLength(text);
      if (kept.bytes + bytes > mostBytes) return tooMuch(kept, chunkCount, mostBytes);
      if (before === undefined) await outputs.write(instanceId, blob, text);
      keep(kept, blob, answer.value, bytes);
    }
    return null;
  }
}

function keep(kept: Kept, blob: string, rows: SqlRow[], bytes: number): void {
  kept.columns = fitColumns(kept.columns, rows);
  kept.chunks.push(blob);
  kept.rowCount += rows.length;
  kept.bytes += bytes;
  kept.rows = kept.bytes > MOST_INLINE_BYTES ? [] : [...kept.rows, ...rows];
}

/** A small result as its caller gets it, a large one as it is kept. */
function leftIn({ columns, chunks, bytes, rows }: Kept, facts: Copying['facts'], truncated: boolean): Left {
  const summary = { ...facts, kind: 'table', truncated, table: { columns, chunks } } as const;
  if (bytes > MOST_INLINE_BYTES) return { ...summary, bytes, text: '' };
  return leftOf(summary, JSON.stringify(toJsonRows(sqlTable(columns, rows)).rows));
}

function tooMuch({ chunks }: Kept, chunkCount: number, mostBytes: number): string {
  const [got, most] = [chunks.length, Math.floor(mostBytes / MEGABYTE)];
  return (
    `outputTooLarge: this app keeps ${most} MB of a result, which are the first ${got} of its ${chunkCount} chunks. ` +
    'Get these one by one with ?chunk=, or ask for fewer rows or columns, or have them written to a table.'
  );
}

const missingRows = (kept: Kept, expected = kept.rowCount): string | null =>
  kept.rowCount === expected
    ? null
    : `Databricks says that the result has ${expected} rows, and has given ${kept.rowCount}.`;
