import { invalid } from '../refusal';
import type { TaskSettings } from '../settings';

/** Reads the `only` of run-now: task keys, with a `+` before for what they need and after for what needs them. */
export function selectTasks(tasks: readonly TaskSettings[], only: readonly string[]): Set<string> {
  const selected = new Set<string>();
  for (const entry of only) {
    const key = entry.replace(/^\+|\+$/g, '');
    if (!tasks.some((task) => task.task_key === key)) throw invalid(`Task ${key} does not exist in this job.`);
    selected.add(key);
    if (entry.startsWith('+')) addAll(selected, key, (of) => neededBy(tasks, of));
    if (entry.endsWith('+')) addAll(selected, key, (of) => needing(tasks, of));
  }
  return selected;
}

const neededBy = (tasks: readonly TaskSettings[], key: string) =>
  tasks.find((task) => task.task_key === key)?.depends_on?.map((other) => other.task_key) ?? [];

const needing = (tasks: readonly TaskSettings[], key: string) =>
  tasks.filter((task) => task.depends_on?.some((other) => other.task_key === key)).map((task) => task.task_key);

function addAll(selected: Set<string>, key: string, neighbours: (key: string) => string[]): void {
  const seen = new Set([key]);
  for (const next of seen) {
    selected.add(next);
    for (const neighbour of neighbours(next)) seen.add(neighbour);
  }
}
