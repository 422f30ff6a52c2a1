import { invalid } from './refusal';
import type { TaskSettings } from './settings';
import { kindOf } from './settings';

const MOST_TASKS = 1000;

/** Refuses tasks that Databricks would refuse, before anything is stored. */
export function checkTasks(tasks: readonly TaskSettings[]): void {
  if (tasks.length > MOST_TASKS) throw invalid(`A job can have at most ${MOST_TASKS} tasks, but has ${tasks.length}.`);
  const keys = new Set<string>();
  for (const task of tasks) {
    if (!/^[\w-]{1,100}$/.test(task.task_key ?? ''))
      throw invalid('task_key must have 1 to 100 letters, digits, dashes or underscores.');
    if (keys.has(task.task_key)) throw invalid(`Duplicate task key '${task.task_key}'.`);
    if (!kindOf(task)) throw invalid(`Task ${task.task_key} does not say what to run.`);
    keys.add(task.task_key);
  }
  for (const { task_key, depends_on = [] } of tasks) {
    const unknown = depends_on.find((other) => !keys.has(other.task_key));
    if (unknown) throw invalid(`Task ${task_key} depends on ${unknown.task_key}, which does not exist.`);
  }
  refuseCircles(tasks);
}

/** Takes away what depends on nothing that is left, until nothing can be taken. */
function refuseCircles(tasks: readonly TaskSettings[]): void {
  let left = [...tasks];
  for (;;) {
    const keys = new Set(left.map((task) => task.task_key));
    const rest = left.filter((task) => task.depends_on?.some((other) => keys.has(other.task_key)));
    if (rest.length === 0) return;
    if (rest.length === left.length) throw invalid('The dependencies of the tasks form a circle.');
    left = rest;
  }
}
