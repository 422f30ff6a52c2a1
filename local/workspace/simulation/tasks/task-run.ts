import type { Ending } from '../runs/ending';
import type { Run, TaskRun } from '../runs/run';
import type { TaskSettings } from '../settings';
import type { World } from '../world';

/** One more row: the first attempt of a task, a retry, or its go in a repair. */
export function makeTaskRun(
  world: World,
  run: Run,
  task: TaskSettings,
  of: { input?: unknown; attempt?: number; original?: TaskRun | undefined; runId?: bigint } = {},
): TaskRun {
  const runId = of.runId ?? world.ids.next(run.giantIds);
  const row: TaskRun = {
    runId,
    run,
    task,
    attempt: of.attempt ?? 0,
    originalRunId: of.original?.originalRunId ?? runId,
    input: of.input ?? of.original?.input,
    phase: 'BLOCKED',
    startedAt: undefined,
    runningAt: undefined,
    terminatingAt: undefined,
    endedAt: undefined,
    ending: undefined,
    stopping: undefined,
    whenEnded: undefined,
    produced: {},
    cluster: undefined,
    outcome: undefined,
    childRun: undefined,
    pipelineUpdate: undefined,
    iterations: undefined,
    inputCount: 0,
  };
  world.taskRuns.set(runId, row);
  return row;
}

const isParent = (row: TaskRun) => Boolean(row.task.run_job_task ?? row.task.for_each_task);

/** From here on the row takes one of the places the workspace has. */
export function beginTaskRun(world: World, row: TaskRun): void {
  row.startedAt = world.timeline.now;
  row.phase = 'PENDING';
  world.active[isParent(row) ? 'parentTasks' : 'taskRuns'] += 1;
}

export function endTaskRun(world: World, row: TaskRun, ending: Ending): void {
  if (row.phase === 'ENDED') return;
  const tookPlace = ['PENDING', 'RUNNING', 'TERMINATING'].includes(row.phase);
  if (tookPlace) world.active[isParent(row) ? 'parentTasks' : 'taskRuns'] -= 1;
  row.phase = 'ENDED';
  row.ending = ending;
  row.endedAt = world.timeline.now;
  row.whenEnded?.();
}
