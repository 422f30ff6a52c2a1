import type { TaskRun, Widget } from '../simulation/runs/run';
import type { TaskSettings } from '../simulation/settings';
import type { Place } from './route';

/** What SQL tasks, dashboards, alerts and dbt tell of what they have come to. Rows are not among it. */
export function reportView(row: TaskRun, place: Place) {
  const { sql_task: sql, dashboard_task, alert_task, dbt_task } = row.task;
  const { widgets, verdict } = row.produced;
  if (!row.ending) return {};
  if (dbt_task) return { dbt_output: artifacts(row, place) };
  if (sql?.dashboard && widgets) {
    const told = widgets.map((widget, index) => widgetView(widget, index, row, place));
    return { sql_output: { dashboard_output: { warehouse_id: sql.warehouse_id, widgets: told } } };
  }
  if (dashboard_task && widgets) return { dashboard_output: { page_snapshots: widgets.map(pageView) } };
  if (row.ending.result !== 'SUCCESS') return {};
  if (alert_task) return { alert_output: { alert_state: verdict ?? 'UNKNOWN' } };
  if (sql?.alert)
    return { sql_output: { alert_output: { alert_state: verdict ?? 'UNKNOWN', ...statement(row, place) } } };
  if (sql?.query ?? sql?.file) return { sql_output: { query_output: statement(row, place) } };
  return {};
}

function statement(row: TaskRun, place: Place) {
  const warehouse_id = row.task.sql_task?.warehouse_id;
  return {
    query_text: `-- ${nameOf(row.task)}\nSELECT 1`,
    ...(warehouse_id && { warehouse_id, endpoint_id: warehouse_id }),
    sql_statements: [{ lookup_key: `lookup-${row.runId}` }],
    output_link: `${place.url}/sql/history?lookupKey=lookup-${row.runId}&o=${place.workspaceId}`,
  };
}

const nameOf = ({ sql_task: sql }: TaskSettings) =>
  sql?.query?.query_id ?? sql?.file?.path ?? sql?.alert?.alert_id ?? '';

function widgetView({ title, error }: Widget, index: number, row: TaskRun, place: Place) {
  const widget_id = `${row.task.sql_task?.dashboard?.dashboard_id}-${index + 1}`;
  return {
    widget_id,
    widget_title: title,
    status: error === undefined ? 'SUCCESS' : 'FAILED',
    start_time: row.runningAt ?? 0,
    end_time: row.terminatingAt ?? 0,
    ...(error === undefined
      ? { output_link: `${place.url}/sql/widgets/${widget_id}?o=${place.workspaceId}` }
      : { error: { message: error } }),
  };
}

const pageView = ({ title, error }: Widget) => ({
  page_display_name: title,
  widget_error_details: error === undefined ? [] : [{ message: error }],
});

/** Who has these can fetch what dbt has written, for half an hour. */
const artifacts = ({ runId }: TaskRun, place: Place) => ({
  artifacts_link: `${place.url}/dbt-artifacts/${runId}.tar.gz?sig=signature-of-dbt-artifacts`,
  artifacts_headers: { Authorization: 'Bearer token-of-dbt-artifacts' },
});
