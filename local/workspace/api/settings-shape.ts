import { Refusal } from '../simulation/refusal';

/** Checks what callers write about jobs and tasks, so far as the simulation reads it. All else passes as it is. */

type Fields = Readonly<Record<string, unknown>>;
/** Says what is expected when the value is something else. */
type Shape = (value: unknown, path: string) => void;

const expected = (path: string, what: string) =>
  new Refusal('MALFORMED_REQUEST', `Could not parse request object: ${path} must be ${what}.`);

const check =
  (what: string, isSo: (value: unknown) => boolean): Shape =>
  (value, path) => {
    if (!isSo(value)) throw expected(path, what);
  };

const text = check('a string', (value) => typeof value === 'string');
const flag = check('true or false', (value) => typeof value === 'boolean');
const whole = (least: number) =>
  check(`a whole number from ${least}`, (value) => /^-?\d{1,19}$/.test(String(value)) && Number(value) >= least);
const oneOf = (...choices: string[]) =>
  check(`one of ${choices.join(', ')}`, (value) => choices.includes(String(value)));

const list =
  (entry: Shape): Shape =>
  (value, path) => {
    if (!Array.isArray(value)) throw expected(path, 'a list');
    for (const [index, part] of value.entries()) entry(part, `${path}[${index}]`);
  };

const record =
  (fields: Record<string, Shape>): Shape =>
  (value, path) => {
    if (!isObject(value)) throw expected(path, 'an object');
    for (const [name, shape] of Object.entries(fields)) {
      if (value[name] !== undefined && value[name] !== null) shape(value[name], path ? `${path}.${name}` : name);
    }
  };

const texts: Shape = (value, path) => {
  if (!isObject(value)) throw expected(path, 'an object');
  for (const [name, part] of Object.entries(value)) text(part, `${path}.${name}`);
};

const dependency = record({ task_key: text, outcome: text });

const task = {
  task_key: text,
  depends_on: list(dependency),
  run_if: oneOf('ALL_SUCCESS', 'ALL_DONE', 'NONE_FAILED', 'AT_LEAST_ONE_SUCCESS', 'ALL_FAILED', 'AT_LEAST_ONE_FAILED'),
  timeout_seconds: whole(0),
  max_retries: whole(-1),
  min_retry_interval_millis: whole(0),
  retry_on_timeout: flag,
  disabled: flag,
  notebook_task: record({ notebook_path: text, base_parameters: texts, source: text }),
  spark_python_task: record({ python_file: text, parameters: list(text) }),
  python_wheel_task: record({ package_name: text, entry_point: text, parameters: list(text), named_parameters: texts }),
  spark_jar_task: record({ main_class_name: text, parameters: list(text) }),
  sql_task: record({
    file: record({ path: text }),
    query: record({ query_id: text }),
    dashboard: record({ dashboard_id: text }),
    alert: record({ alert_id: text }),
    warehouse_id: text,
    parameters: texts,
  }),
  dbt_task: record({ commands: list(text), project_directory: text }),
  dashboard_task: record({ dashboard_id: text }),
  alert_task: record({ alert_id: text }),
  condition_task: record({
    op: oneOf('EQUAL_TO', 'NOT_EQUAL', 'GREATER_THAN', 'GREATER_THAN_OR_EQUAL', 'LESS_THAN', 'LESS_THAN_OR_EQUAL'),
    left: text,
    right: text,
  }),
  pipeline_task: record({
    pipeline_id: text,
    full_refresh: flag,
    full_refresh_selection: list(text),
    refresh_selection: list(text),
  }),
  run_job_task: (value: unknown, path: string) => {
    record({ job_id: whole(0), job_parameters: texts })(value, path);
    if ((value as Fields).job_id === undefined) throw expected(`${path}.job_id`, 'a whole number from 0');
  },
};

const notNested = check('something other than another for-each task', () => false);
const forEach = record({
  inputs: text,
  concurrency: whole(1),
  task: record({ ...task, for_each_task: notNested }),
});

const destinations = list(record({ id: text }));

const settings = record({
  ...task,
  name: text,
  tasks: list(record({ ...task, for_each_task: forEach })),
  for_each_task: forEach,
  max_concurrent_runs: whole(0),
  queue: record({ enabled: flag }),
  parameters: list(record({ name: text, default: text })),
  job_clusters: list(record({ job_cluster_key: text })),
  webhook_notifications: record({ on_start: destinations, on_success: destinations, on_failure: destinations }),
  notification_settings: record({ no_alert_for_skipped_runs: flag, no_alert_for_canceled_runs: flag }),
});

/** The fields without those that are null, which Databricks takes for not given. Refuses what it could not read. */
export function checkedFields(fields: Fields): Fields {
  settings(fields, '');
  return withoutNulls(fields) as Fields;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const given = Object.entries(value).filter(([, part]) => part !== null && part !== undefined);
  return Object.fromEntries(given.map(([name, part]) => [name, withoutNulls(part)]));
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
