/** What callers write about jobs and tasks, as far as the simulation reads it. All else is kept and given back. */

export type RunIf =
  | 'ALL_SUCCESS'
  | 'ALL_DONE'
  | 'NONE_FAILED'
  | 'AT_LEAST_ONE_SUCCESS'
  | 'ALL_FAILED'
  | 'AT_LEAST_ONE_FAILED';

export interface Dependency {
  task_key: string;
  /** Of a condition task: on which of its two branches this task lies. */
  outcome?: string;
}

export interface TaskSettings {
  task_key: string;
  depends_on?: Dependency[];
  run_if?: RunIf;
  timeout_seconds?: number;
  /** -1 means for ever. */
  max_retries?: number;
  min_retry_interval_millis?: number;
  retry_on_timeout?: boolean;
  disabled?: boolean;
  notebook_task?: { notebook_path: string; base_parameters?: Record<string, string>; source?: string };
  spark_python_task?: { python_file: string; parameters?: string[] };
  python_wheel_task?: {
    package_name: string;
    entry_point: string;
    parameters?: string[];
    named_parameters?: Record<string, string>;
  };
  spark_jar_task?: { main_class_name: string; parameters?: string[] };
  sql_task?: {
    file?: { path: string; source?: string };
    query?: { query_id: string };
    dashboard?: { dashboard_id: string };
    alert?: { alert_id: string };
    warehouse_id?: string;
    parameters?: Record<string, string>;
  };
  dbt_task?: { commands: string[]; project_directory?: string; warehouse_id?: string };
  dashboard_task?: { dashboard_id?: string; warehouse_id?: string };
  alert_task?: { alert_id?: string; warehouse_id?: string };
  condition_task?: { op: string; left: string; right: string };
  for_each_task?: { inputs: string; concurrency?: number; task: TaskSettings };
  pipeline_task?: {
    pipeline_id: string;
    full_refresh?: boolean;
    full_refresh_selection?: string[];
    refresh_selection?: string[];
  };
  run_job_task?: { job_id: number | bigint; job_parameters?: Record<string, string> };
  [other: string]: unknown;
}

/** What somebody can be told of a run. */
export type RunEvent = 'on_start' | 'on_success' | 'on_failure';

export interface JobSettings {
  name: string;
  /** SINGLE_TASK for what was made the way of API 2.0: its only task shares the id of the run. */
  format: 'SINGLE_TASK' | 'MULTI_TASK';
  tasks: TaskSettings[];
  max_concurrent_runs?: number;
  timeout_seconds?: number;
  queue?: { enabled: boolean };
  parameters?: { name: string; default: string }[];
  webhook_notifications?: { readonly [event in RunEvent]?: readonly { id: string }[] };
  notification_settings?: { no_alert_for_skipped_runs?: boolean; no_alert_for_canceled_runs?: boolean };
  [other: string]: unknown;
}

/** The name of the field that says what the task runs, for example `notebook_task`. */
export function kindOf(task: Readonly<Record<string, unknown>>): string | undefined {
  return Object.keys(task).find((name) => name.endsWith('_task') && task[name] !== undefined);
}
