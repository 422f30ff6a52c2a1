/**
 * What `runs/get-output` says of one task run, with Databricks' own names. Of its metadata only an allow-list is left:
 * resolved parameters, in which secrets may stand, never come back. Nor does what a dbt task tells of its artifacts: a
 * link that lives for half an hour, and headers with a token.
 */
export interface RawOutput {
  metadata: Record<string, unknown>;
  /** Without `result` if the notebook never called `dbutils.notebook.exit`. */
  notebook_output?: { result?: string | undefined; truncated?: boolean | undefined } | undefined;
  sql_output?: SqlOutput | undefined;
  /** Of a task that refreshes a dashboard. */
  dashboard_output?: { page_snapshots?: PageSnapshot[] | undefined } | undefined;
  /** Of a task that evaluates an alert. */
  alert_output?: { alert_state?: string | undefined } | undefined;
  logs?: string | undefined;
  logs_truncated?: boolean | undefined;
  error?: string | undefined;
  error_trace?: string | undefined;
  info?: string | undefined;
  run_job_output?: { run_id: string } | undefined;
}

/** Of a SQL task, by what it runs. Without the text of the query: not everybody who may see the run may see that. */
export interface SqlOutput {
  query_output?: StatementsOutput | undefined;
  dashboard_output?: { warehouse_id?: string | undefined; widgets?: WidgetOutput[] | undefined } | undefined;
  alert_output?: (StatementsOutput & { alert_state?: string | undefined }) | undefined;
}

export interface StatementsOutput {
  output_link?: string | undefined;
  warehouse_id?: string | undefined;
  sql_statements?: { lookup_key?: string | undefined }[] | undefined;
}

export interface WidgetOutput {
  widget_id?: string | undefined;
  widget_title?: string | undefined;
  status?: string | undefined;
  error?: { message?: string | undefined } | undefined;
  start_time?: number | undefined;
  end_time?: number | undefined;
  output_link?: string | undefined;
}

export interface PageSnapshot {
  page_display_name?: string | undefined;
  widget_error_details?: { message?: string | undefined }[] | undefined;
}
