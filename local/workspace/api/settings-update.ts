import type { JobSettings, TaskSettings } from '../simulation/settings';
import { readSettings } from './settings-form';
import { checkedFields } from './settings-shape';

type Fields = Readonly<Record<string, unknown>>;

/** Fields that are given replace those that were; tasks and job clusters do so one by one. */
export function updateSettings(old: JobSettings, asked: Fields, toRemove: readonly string[]): JobSettings {
  const given = checkedFields(asked);
  const { format: _format, ...read } = given.tasks ? readSettings(given, old.name) : given;
  const changed: JobSettings = {
    ...old,
    ...read,
    tasks: mergeByKey(old.tasks, (given.tasks ?? []) as TaskSettings[], 'task_key'),
    ...(given.job_clusters !== undefined && {
      job_clusters: mergeByKey((old.job_clusters ?? []) as Fields[], given.job_clusters as Fields[], 'job_cluster_key'),
    }),
  };
  for (const path of toRemove) remove(changed, path);
  return changed;
}

function mergeByKey<T extends Fields>(old: readonly T[], given: readonly T[], key: string): T[] {
  const merged = new Map(old.map((entry) => [entry[key], entry]));
  for (const entry of given) merged.set(entry[key], entry);
  return [...merged.values()];
}

/** `timeout_seconds` takes away a field, `tasks/extract` one task. */
function remove(settings: JobSettings, path: string): void {
  const [field = '', key] = path.split('/');
  const keyName = field === 'job_clusters' ? 'job_cluster_key' : 'task_key';
  const value = settings[field];
  if (key === undefined) {
    if (field === 'tasks') settings.tasks = [];
    else if (field !== 'name' && field !== 'format') delete settings[field];
  } else if (Array.isArray(value)) settings[field] = value.filter((entry: Fields) => entry[keyName] !== key);
}
