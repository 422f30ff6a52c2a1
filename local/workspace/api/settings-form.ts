import { type JobSettings, kindOf, type TaskSettings } from '../simulation/settings';
import type { ApiVersion } from './route';
import { checkedFields } from './settings-shape';

type Fields = Readonly<Record<string, unknown>>;

/** What belongs to the task where a job or a submitted run has only one, told at the top as version 2.0 does. */
const TASK_FIELDS = [
  'existing_cluster_id',
  'new_cluster',
  'libraries',
  'timeout_seconds',
  'max_retries',
  'min_retry_interval_millis',
  'retry_on_timeout',
];

/** The one form in which the simulation keeps jobs: always tasks, whatever the caller wrote. */
export function readSettings(given: Fields, fallbackName = 'Untitled'): JobSettings {
  const fields = checkedFields(given);
  const name = String(fields.name ?? fallbackName);
  if (fields.tasks !== undefined || !kindOf(fields))
    return { ...fields, name, format: 'MULTI_TASK', tasks: (fields.tasks ?? []) as TaskSettings[] };
  const kind = kindOf(fields);
  const moved = Object.entries(fields).filter(([field]) => field === kind || TASK_FIELDS.includes(field));
  const rest = Object.entries(fields).filter(([field]) => field !== kind && !TASK_FIELDS.includes(field));
  const task = { ...Object.fromEntries(moved), task_key: name.replace(/\W+/g, '_').slice(0, 100) || 'main' };
  return { ...Object.fromEntries(rest), name, format: 'SINGLE_TASK', tasks: [task] };
}

/** Back to what a caller of this version gets to see. */
export function settingsView(settings: JobSettings, version: ApiVersion): Fields {
  const { tasks, ...rest } = settings;
  if (version !== '2.0') return { ...rest, format: 'MULTI_TASK', tasks };
  const [only] = tasks;
  if (settings.format === 'MULTI_TASK' || !only) return rest;
  const { task_key, ...fields } = only;
  return { ...rest, ...fields };
}

/** What a new job has although nobody said so. Version 2.2 lets runs queue instead of skipping them. */
export function withDefaults(settings: JobSettings, version: ApiVersion): JobSettings {
  return {
    email_notifications: {},
    timeout_seconds: 0,
    max_concurrent_runs: 1,
    ...(version === '2.2' && { queue: { enabled: true } }),
    ...settings,
  };
}
