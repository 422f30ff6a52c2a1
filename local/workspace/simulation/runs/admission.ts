import { Refusal } from '../refusal';
import type { World } from '../world';
import { type Ending, skipped } from './ending';
import type { QueueDetails, Run } from './run';

const MOST_TASK_RUNS = 2000;
/** Of tasks that wait for others: run-job and for-each. */
const MOST_PARENT_TASKS = 750;
const MOST_CREATIONS_AN_HOUR = 10_000;
const HOUR_MS = 3_600_000;

export type Admission = { begin: true } | { queue: QueueDetails } | { skip: Ending };

type Applicant = Pick<Run, 'jobId' | 'settings' | 'queueEnabled'>;

/** Whether a run may begin now. Without a queue, a full job skips the run, but a full workspace refuses the request. */
export function admit(world: World, run: Applicant): Admission {
  const most = run.settings.max_concurrent_runs ?? 1;
  if ((world.activeRuns.get(run.jobId)?.size ?? 0) >= most) {
    const reached = `the limit of ${most} maximum concurrent runs has been reached.`;
    if (!run.queueEnabled || most === 0)
      return { skip: skipped('MAX_CONCURRENT_RUNS_EXCEEDED', `Skipping this run because ${reached}`) };
    return { queue: { code: 'MAX_CONCURRENT_RUNS_REACHED', message: `Queued because ${reached}` } };
  }
  const full = fullWorkspace(world, run);
  if (!full) return { begin: true };
  if (run.queueEnabled) return { queue: full };
  throw new Refusal('REQUEST_LIMIT_EXCEEDED', full.message);
}

function fullWorkspace(world: World, run: Applicant): QueueDetails | undefined {
  const roots = run.settings.tasks.filter((task) => !task.depends_on?.length && !task.disabled);
  const parents = roots.filter((task) => task.run_job_task ?? task.for_each_task).length;
  if (world.active.taskRuns + roots.length - parents > MOST_TASK_RUNS) {
    const message = `The workspace has reached its limit of ${MOST_TASK_RUNS} concurrent task runs. Please try again later.`;
    return { code: 'ACTIVE_RUNS_LIMIT_REACHED', message };
  }
  if (parents > 0 && world.active.parentTasks + parents > MOST_PARENT_TASKS) {
    const message = `The workspace has reached its limit of ${MOST_PARENT_TASKS} concurrent run job tasks. Please try again later.`;
    return { code: 'ACTIVE_RUN_JOB_TASKS_LIMIT_REACHED', message };
  }
  return undefined;
}

/** Counts a job that is created, or a run that is submitted, which is one, too. */
export function countCreation(world: World): void {
  const { now } = world.timeline;
  while ((world.creations[0] ?? now) <= now - HOUR_MS) world.creations.shift();
  if (world.creations.length >= MOST_CREATIONS_AN_HOUR) {
    const message = `The workspace has reached its limit of ${MOST_CREATIONS_AN_HOUR} jobs created in an hour.`;
    throw new Refusal('REQUEST_LIMIT_EXCEEDED', message);
  }
  world.creations.push(now);
}
