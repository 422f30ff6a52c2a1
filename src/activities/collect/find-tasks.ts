import type { Databricks } from '../../adapters/databricks/databricks';
import type { Run, TaskRun } from '../../domain/run';
import { needed } from './needed';

export const PARENT_KINDS: readonly string[] = ['run_job_task', 'for_each_task'];

/** A job that runs itself would have no end. */
const DEEPEST = 5;

/**
 * All tasks of a run, and of the runs that they have started: `child/sales` is the task `sales` of the run that `child`
 * started, `regions/2` an iteration of a loop. Only where `opens` says so there is a look inside.
 */
export async function findTasks(
  databricks: Databricks,
  runId: string,
  opens: (parent: TaskRun) => boolean,
): Promise<{ run: Run; tasks: TaskRun[] }> {
  const run = needed(await databricks.run(runId));
  return { run, tasks: await withInner(databricks, run.tasks, opens, 1) };
}

async function withInner(
  databricks: Databricks,
  tasks: readonly TaskRun[],
  opens: (parent: TaskRun) => boolean,
  depth: number,
): Promise<TaskRun[]> {
  const found: TaskRun[] = [];
  for (const task of tasks) {
    found.push(task);
    const innerId = task.kind === 'for_each_task' ? task.id : task.childRunId;
    if (innerId === undefined || depth > DEEPEST || !opens(task)) continue;
    const inner = await databricks.run(innerId);
    if (!inner.ok && inner.problem.kind !== 'unavailable') continue; // another job may be closed to us
    const named = needed(inner).tasks.map((child) => ({ ...child, key: `${task.key}/${child.key}` }));
    found.push(...(await withInner(databricks, named, opens, depth + 1)));
  }
  return found;
}
