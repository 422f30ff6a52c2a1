import type { JobSettings } from '../settings';
import { endTaskRun, makeTaskRun } from '../tasks/task-run';
import type { World } from '../world';
import { admit } from './admission';
import { type Ending, skipped } from './ending';
import type { Overrides, Run } from './run';
import { addBlockedRow, beginRun, endRun } from './run-progress';

const LONGEST_QUEUED_MS = 48 * 3_600_000;

export interface RunRequest {
  jobId: bigint;
  type: Run['type'];
  creator: string;
  settings: JobSettings;
  giantIds: boolean;
  overrides: Overrides;
  only?: ReadonlySet<string> | undefined;
  /** Instead of what the job says about its queue. */
  queueEnabled?: boolean | undefined;
  trigger?: Run['trigger'];
  idempotencyToken?: string | undefined;
}

/** Makes a run, which then begins, waits in the queue, or is skipped. Throws a Refusal if the workspace is full. */
export function startRun(world: World, request: RunRequest): Run {
  const { only, queueEnabled = request.settings.queue?.enabled ?? false, trigger = 'ONE_TIME', ...rest } = request;
  const admission = admit(world, { ...request, queueEnabled });
  const run: Run = {
    ...rest,
    idempotencyToken: request.idempotencyToken,
    only,
    queueEnabled,
    trigger,

    runId: world.ids.next(request.giantIds),
    createdAt: world.timeline.now,
    order: world.runCount++,
    queuedFor: 'queue' in admission ? admission.queue : undefined,
    startedAt: undefined,
    endedAt: undefined,
    ending: undefined,
    stopping: undefined,
    rows: [],
    history: [],
    whenEnded: [],
  };
  world.runs.set(run.runId, run);
  if (run.idempotencyToken) world.tokens.set(run.idempotencyToken, run.runId);
  run.history.push({ repairId: undefined, startedAt: run.createdAt, endedAt: undefined, ending: undefined, rows: [] });
  addRows(world, run);
  if ('begin' in admission) beginRun(world, run);
  else if ('queue' in admission) waitInQueue(world, run);
  else skipRun(world, run, admission.skip);
  return run;
}

/** Begins every queued run for which there is a place by now, first come, first served. */
export function beginQueuedRuns(world: World): void {
  const fullJobs = new Set<bigint>(); // thousands may wait for one job
  for (const run of world.queue) {
    if (fullJobs.has(run.jobId)) continue;
    if ('begin' in admit(world, run)) beginRun(world, run);
    else fullJobs.add(run.jobId);
  }
}

function addRows(world: World, run: Run): void {
  for (const task of run.settings.tasks) {
    const isLeftOut = run.only && !run.only.has(task.task_key);
    // The task of the single-task form has no run of its own.
    const id = run.settings.format === 'SINGLE_TASK' ? { runId: run.runId } : {};
    addBlockedRow(world, run, makeTaskRun(world, run, isLeftOut ? { ...task, disabled: true } : task, id));
  }
}

function waitInQueue(world: World, run: Run): void {
  world.queue.add(run);
  world.timeline.in(LONGEST_QUEUED_MS, () => {
    const message = 'Skipping this run because it was queued for more than 48 hours.';
    if (world.queue.has(run)) skipRun(world, run, skipped('MAX_JOB_QUEUE_SIZE_EXCEEDED', message));
  });
}

function skipRun(world: World, run: Run, ending: Ending): void {
  for (const row of run.rows) {
    row.whenEnded = undefined; // the run ends here, not by its tasks
    endTaskRun(world, row, ending);
  }
  endRun(world, run, ending);
}
