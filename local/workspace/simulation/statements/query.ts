/** What a simulated statement is called with: the values of its parameters, null for those without one. */
export interface QueryCall {
  parameters: Readonly<Record<string, string | null>>;
  catalog: string | undefined;
  schema: string | undefined;
}

export interface ResultColumn {
  name: string;
  /** As in SQL, for example `DECIMAL(10,2)` or `ARRAY<INT>`. */
  type: string;
}

/** All values are texts, as the API gives them. */
export type ResultRow = readonly (string | null)[];

export interface ResultSet {
  columns: readonly ResultColumn[];
  rows: readonly ResultRow[];
  /** Into how many a large result is cut up. */
  rowsAChunk?: number;
}

/** A simulated SQL statement. Without a result set it gives undefined back. It fails by throwing a `QueryError`. */
export interface Query {
  pace?: { pendingMs?: number; runningMs?: number };
  run(call: QueryCall): ResultSet | undefined;
}

/** What the warehouse says of a statement that it could not run. */
export class QueryError extends Error {
  constructor(
    message: string,
    readonly sqlState?: string,
    readonly code = 'BAD_REQUEST',
  ) {
    super(message);
  }
}

/** Statements are known by their text, however it is broken into lines. */
export const queryKey = (statement: string): string =>
  statement
    .trim()
    .replace(/\s*;\s*$/, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();
