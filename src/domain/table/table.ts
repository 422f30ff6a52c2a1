export const COLUMN_TYPES = ['text', 'integer', 'number', 'boolean', 'date', 'datetime', 'json'] as const;

/**
 * What all cells of a column can be read as. Cells of `date`, `datetime` and `json` are texts; an `integer` is one that
 * a JavaScript number holds exactly, a longer one is a `text` of its digits.
 */
export type ColumnType = (typeof COLUMN_TYPES)[number];

export interface Column {
  name: string;
  type: ColumnType;
  nullable: boolean;
}

/** A column whose type somebody promised: the job catalog, or the notebook itself. Nullable unless it says otherwise. */
export interface DeclaredColumn {
  name: string;
  type: ColumnType;
  nullable?: boolean | undefined;
}

export type Cell = string | number | boolean | null;

/** Every row has one cell for each column, in the order of the columns. */
export interface Table {
  columns: Column[];
  rows: Cell[][];
}

/** What came of making something out of an output, or why it can't be made, for people. */
export type Made<T> = { ok: true; value: T } | { ok: false; reason: string };
