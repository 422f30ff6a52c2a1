import { invalid, Refusal } from '../refusal';
import { makeTaskRun } from '../tasks/task-run';
import type { World } from '../world';
import type { Overrides, Run } from './run';
import { latestRows } from './run';
import { addBlockedRow, beginRun } from './run-progress';

export interface RepairRequest {
  tasks: readonly string[] | undefined;
  allFailed: boolean;
  withDependents: boolean;
  latestRepairId: bigint | undefined;
  /** Those of the run are forgotten: what is not passed again is back to its default. */
  overrides: Overrides;
}

/** Runs tasks of an ended run once more, within the same run, which becomes active again. */
export function repairRun(world: World, run: Run, request: RepairRequest): bigint {
  if (!run.ending || run.ending.lifeCycle === 'SKIPPED')
    throw new Refusal('INVALID_STATE', `Run ${run.runId} cannot be repaired because it is not in a terminal state.`);
  checkLatestRepair(run, request.latestRepairId);
  const keys = tasksToRun(run, request);
  const repairId = world.ids.next(run.giantIds);
  run.overrides = request.overrides;
  run.ending = undefined;
  run.endedAt = undefined;
  run.stopping = undefined;
  run.history.push({
    repairId,
    startedAt: world.timeline.now,
    endedAt: undefined,
    ending: undefined,
    rows: [],
  });
  for (const row of latestRows(run.rows)) {
    if (!keys.has(row.task.task_key)) continue;
    addBlockedRow(world, run, makeTaskRun(world, run, row.task, { attempt: row.attempt + 1, original: row }));
  }
  beginRun(world, run);
  return repairId;
}

function checkLatestRepair(run: Run, given: bigint | undefined): void {
  const latest = run.history.at(-1)?.repairId;
  if (latest === undefined || given === latest) return;
  if (given === undefined) throw invalid('The latest repair ID needs to be provided in order to create a new repair');
  throw invalid(`The latest repair ID of run ${run.runId} is ${latest}, not ${given}.`);
}

function tasksToRun(run: Run, { tasks, allFailed, withDependents }: RepairRequest): Set<string> {
  const latest = latestRows(run.rows);
  if (tasks && allFailed) throw invalid('Only one of rerun_tasks and rerun_all_failed_tasks can be used.');
  if (tasks && new Set(tasks).size < tasks.length) throw invalid('rerun_tasks cannot contain duplicate task keys.');
  const unknown = tasks?.find((key) => !latest.some((row) => row.task.task_key === key));
  if (unknown !== undefined) throw invalid(`Task ${unknown} does not exist in run ${run.runId}.`);
  const failed = latest.filter(
    (row) => !['SUCCESS', 'EXCLUDED', 'DISABLED', 'SUCCESS_WITH_FAILURES'].includes(row.ending?.result ?? ''),
  );
  const keys = new Set(tasks ?? (allFailed ? failed.map((row) => row.task.task_key) : []));
  if (keys.size === 0) throw invalid('There are no tasks to rerun.');
  // A map in the order of the tasks may name a dependent before what it depends on: hence until nothing is added.
  for (let size = 0; withDependents && size < keys.size; ) {
    size = keys.size;
    for (const { task } of latest)
      if (task.depends_on?.some((other) => keys.has(other.task_key))) keys.add(task.task_key);
  }
  return keys;
}
