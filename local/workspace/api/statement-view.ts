import { linkTo } from '../simulation/statements/links';
import type { ResultColumn } from '../simulation/statements/query';
import type { Chunk, Result, Statement } from '../simulation/statements/statement';
import type { Call } from './route';

/** A statement as it is: once it has succeeded, with its manifest and the first chunk. */
export function statementView(statement: Statement, call: Call) {
  const { id, state, error, result } = statement;
  const [first] = result?.chunks ?? [];
  return {
    statement_id: id,
    status: {
      state,
      ...(error && { error: { error_code: error.code, message: error.message } }),
      ...(error?.sqlState && { sql_state: error.sqlState }),
    },
    ...(result && { manifest: manifest(statement, result), result: first ? chunkView(statement, first, call) : {} }),
  };
}

export function chunkView(statement: Statement, chunk: Chunk, call: Call) {
  const place = { ...sizeOf(chunk), ...nextOf(statement, chunk) };
  if (statement.disposition === 'INLINE') return { ...place, data_array: chunk.rows };
  const { address, expiresAt } = linkTo(statement, chunk, call.world);
  const origin = call.origin.replace(NOT_ENCRYPTED, 'https:');
  const external_link = `${origin}${address}`;
  const expiration = new Date(expiresAt).toISOString();
  return { external_links: [{ ...place, byte_count: chunk.bytes, external_link, expiration }] };
}

/** Only a machine reaches itself like that. */
const NOT_ENCRYPTED = /^http:(?!\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::|$))/;

function manifest({ format, disposition }: Statement, { columns, chunks, rowCount, bytes, truncated }: Result) {
  return {
    format,
    schema: { column_count: columns.length, ...(columns.length > 0 && { columns: columns.map(columnView) }) },
    total_chunk_count: chunks.length,
    ...(chunks.length > 0 && {
      chunks: chunks.map((chunk) => ({
        ...sizeOf(chunk),
        ...(disposition === 'EXTERNAL_LINKS' && { byte_count: chunk.bytes }),
      })),
    }),
    total_row_count: rowCount,
    ...(disposition === 'EXTERNAL_LINKS' && { total_byte_count: bytes }),
    truncated,
  };
}

const sizeOf = ({ index, rowOffset, rows }: Chunk) => ({
  chunk_index: index,
  row_offset: rowOffset,
  row_count: rows.length,
});

function nextOf({ id, result }: Statement, { index }: Chunk) {
  const next = index + 1;
  if (next >= (result?.chunks.length ?? 0)) return {};
  const next_chunk_internal_link = `/api/2.0/sql/statements/${id}/result/chunks/${next}`;
  return { next_chunk_index: next, next_chunk_internal_link };
}

/** The API has other names than SQL for some types. */
const NAMES: Readonly<Record<string, string>> = {
  BIGINT: 'LONG',
  SMALLINT: 'SHORT',
  TINYINT: 'BYTE',
  TIMESTAMP_NTZ: 'TIMESTAMP',
  VOID: 'NULL',
};

function columnView({ name, type }: ResultColumn, position: number) {
  const [, bare = type] = /^(\w+)/.exec(type.toUpperCase()) ?? [];
  const [, precision, scale] = /^DECIMAL\((\d+),\s*(\d+)\)$/i.exec(type) ?? [];
  return {
    name,
    type_text: type,
    type_name: NAMES[bare] ?? bare,
    ...(precision && { type_precision: Number(precision), type_scale: Number(scale) }),
    position,
  };
}
