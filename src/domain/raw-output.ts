/**
 * What `runs/get-output` says of one task run, with Databricks' own names. Of its metadata only an allow-list is left:
 * resolved parameters, in which secrets may stand, never come back.
 */
export interface RawOutput {
  metadata: Record<string, unknown>;
  /** Without `result` if the notebook never called `dbutils.notebook.exit`. */
  notebook_output?: { result?: string | undefined; truncated?: boolean | undefined } | undefined;
  logs?: string | undefined;
  logs_truncated?: boolean | undefined;
  error?: string | undefined;
  error_trace?: string | undefined;
  info?: string | undefined;
  run_job_output?: { run_id: string } | undefined;
}
