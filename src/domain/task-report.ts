import type { PageSnapshot, RawOutput, StatementsOutput, WidgetOutput } from './raw-output';

/**
 * What Databricks tells of what a SQL task, a dashboard or an alert has come to. It is no result: of the rows of a query
 * there is only the link. Several things are rows, so that they can be a table.
 */
export function reportOf({ sql_output: sql = {}, dashboard_output, alert_output }: RawOutput): unknown {
  const { query_output: query, dashboard_output: dashboard, alert_output: alert } = sql;
  if (query) return statementsReport(query);
  if (alert) return { state: alert.alert_state ?? null, ...statementsReport(alert) };
  if (dashboard?.widgets?.length) return dashboard.widgets.map(widgetReport);
  if (alert_output) return { state: alert_output.alert_state ?? null };
  if (dashboard_output?.page_snapshots?.length) return dashboard_output.page_snapshots.map(pageReport);
  return undefined;
}

const statementsReport = ({ output_link, warehouse_id, sql_statements = [] }: StatementsOutput) => ({
  outputLink: output_link ?? null,
  warehouseId: warehouse_id ?? null,
  statements: sql_statements.flatMap(({ lookup_key }) => lookup_key ?? []),
});

const widgetReport = (widget: WidgetOutput) => ({
  widgetId: widget.widget_id ?? null,
  title: widget.widget_title ?? null,
  status: widget.status ?? null,
  error: widget.error?.message ?? null,
  startedAt: timeOf(widget.start_time),
  endedAt: timeOf(widget.end_time),
  outputLink: widget.output_link ?? null,
});

const pageReport = ({ page_display_name, widget_error_details = [] }: PageSnapshot) => ({
  page: page_display_name ?? null,
  errors: widget_error_details.flatMap(({ message }) => message ?? []),
});

const LATEST_MS = 8_640_000_000_000_000;

/** Zero stands for a time that has not come. */
const timeOf = (ms = 0): string | null => (ms > 0 && ms <= LATEST_MS ? new Date(ms).toISOString() : null);

/** What a task run says of its own failure; a dashboard says it of each of its widgets. */
export function errorIn({ error, sql_output, dashboard_output }: RawOutput): string | undefined {
  if (error) return error;
  const ofWidgets = sql_output?.dashboard_output?.widgets?.flatMap((widget) => widgetError(widget) ?? []) ?? [];
  const ofPages = dashboard_output?.page_snapshots?.flatMap(pageErrors) ?? [];
  return [...ofWidgets, ...ofPages].join('\n') || undefined;
}

const widgetError = ({ widget_title = 'A widget', error }: WidgetOutput): string | undefined =>
  error?.message && `${widget_title}: ${error.message}`;

const pageErrors = ({ page_display_name = 'A page', widget_error_details = [] }: PageSnapshot): string[] =>
  widget_error_details.flatMap(({ message }) => (message ? `${page_display_name}: ${message}` : []));
