import type { ResultColumn, ResultRow } from './query';

/** Of a SQL warehouse. */
export interface Warehouse {
  id: string;
  /** Names of those who may use it. Missing: everybody. */
  users?: readonly string[];
}

export type Disposition = 'INLINE' | 'EXTERNAL_LINKS';
export type ResultFormat = 'JSON_ARRAY' | 'CSV';

export interface Chunk {
  index: number;
  rowOffset: number;
  rows: readonly ResultRow[];
  bytes: number;
}

export interface Result {
  columns: readonly ResultColumn[];
  chunks: readonly Chunk[];
  rowCount: number;
  bytes: number;
  truncated: boolean;
}

export interface Statement {
  readonly id: string;
  readonly creator: string;
  readonly disposition: Disposition;
  readonly format: ResultFormat;
  readonly rowLimit: number | undefined;
  readonly byteLimit: number | undefined;
  state: 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELED' | 'CLOSED';
  error?: { code: string; message: string; sqlState?: string | undefined };
  result?: Result;
  /** When it was last asked for. */
  polledAt: number;
}

export const isActive = ({ state }: Statement): boolean => state === 'PENDING' || state === 'RUNNING';
