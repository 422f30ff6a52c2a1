import type { ResultRow, ResultSet } from './query';
import type { Chunk, Result } from './statement';

const USUAL_ROWS_A_CHUNK = 10_000;

/** What is left of a result after its limits, cut into chunks. A limit takes whole rows only. */
export function resultOf(set: ResultSet, rowLimit = Number.POSITIVE_INFINITY, byteLimit?: number): Result {
  const rows = withinBytes(set.rows.slice(0, rowLimit), byteLimit ?? Number.POSITIVE_INFINITY);
  const chunks = chunksOf(rows, set.rowsAChunk ?? USUAL_ROWS_A_CHUNK);
  return {
    columns: set.columns,
    chunks,
    rowCount: rows.length,
    bytes: chunks.reduce((sum, { bytes }) => sum + bytes, 0),
    truncated: rows.length < set.rows.length,
  };
}

function withinBytes(rows: readonly ResultRow[], byteLimit: number): readonly ResultRow[] {
  let bytes = 0;
  const tooMuch = rows.findIndex((row) => {
    bytes += sizeOf(row);
    return bytes > byteLimit;
  });
  return tooMuch < 0 ? rows : rows.slice(0, tooMuch);
}

function chunksOf(rows: readonly ResultRow[], rowsAChunk: number): Chunk[] {
  return Array.from({ length: Math.ceil(rows.length / rowsAChunk) }, (_, index) => {
    const part = rows.slice(index * rowsAChunk, (index + 1) * rowsAChunk);
    const bytes = part.reduce((sum, row) => sum + sizeOf(row), 0);
    return { index, rowOffset: index * rowsAChunk, rows: part, bytes };
  });
}

const sizeOf = (row: ResultRow) => row.reduce((sum, cell) => sum + (cell === null ? 4 : Buffer.byteLength(cell)), 0);
