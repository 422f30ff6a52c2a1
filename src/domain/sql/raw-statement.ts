import type { SqlColumn } from '../table/sql-table';

/** What Databricks says of a SQL statement, with its own names: without its rows, and without the links to them. */
export interface RawStatement {
  statement_id: string;
  status: {
    /** `PENDING`, `RUNNING`, `SUCCEEDED`, `FAILED`, `CANCELED`, `CLOSED`, and whatever comes to these. */
    state: string;
    error?: { error_code?: string | undefined; message?: string | undefined } | undefined;
    sql_state?: string | undefined;
  };
  /** Of its result, once there is one. */
  manifest?: RawManifest | undefined;
}

export interface RawManifest {
  format?: string | undefined;
  /** Without columns if the statement has no result set. */
  schema?: { column_count?: number | undefined; columns?: SqlColumn[] | undefined } | undefined;
  total_chunk_count?: number | undefined;
  total_row_count?: number | undefined;
  total_byte_count?: number | undefined;
  /** A limit of rows or bytes has cut it. */
  truncated?: boolean | undefined;
}
