import type { ColumnType } from '../../domain/table/table';

/** What a ready-made client of a job is filled in with. */
export interface ClientJob {
  /** Where the app is reached: `https://my-app.azurewebsites.net`, without a slash at the end. */
  origin: string;
  /** An alias of the catalog, or the id of the job. */
  job: string;
  /** For people: what the job does, or its name. */
  about: string | null;
  /** Those that a caller may give, each with what it gets if the caller says nothing. */
  parameters: readonly ClientParameter[];
  /** They are parameters of the notebook: the job has none, and would not take them. */
  ofNotebook?: true;
  /** The columns that the catalog promises. Null: they are found out from the rows. */
  columns: readonly ClientColumn[] | null;
}

export interface ClientParameter {
  name: string;
  default: string;
}

export interface ClientColumn {
  name: string;
  type: ColumnType;
}
