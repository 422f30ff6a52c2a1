import { stopUpdate } from '../pipelines/update-life';
import { endTaskRun } from '../tasks/task-run';
import { cutOffWorkload } from '../tasks/workload';
import type { World } from '../world';
import { type StopReason, stopped } from './ending';
import type { Run, TaskRun } from './run';

/** Cuts off one task run. What has finished its work already keeps its outcome. */
export function stopTask(world: World, row: TaskRun, reason: StopReason): void {
  if (row.phase === 'ENDED' || row.phase === 'TERMINATING') return;
  const isUnderWay = row.phase === 'PENDING' || row.phase === 'RUNNING';
  row.stopping = reason;
  if (isUnderWay) cutOff(world, row, reason);
  else endTaskRun(world, row, stopped(reason));
}

function cutOff(world: World, row: TaskRun, reason: StopReason): void {
  row.phase = 'TERMINATING';
  row.terminatingAt = world.timeline.now;
  const iterations = row.iterations?.filter((iteration) => iteration.phase !== 'ENDED') ?? [];
  for (const iteration of iterations) stopTask(world, iteration, reason);
  if (row.childRun && !row.childRun.ending) stopRun(world, row.childRun, 'canceled');
  else if (row.pipelineUpdate) stopUpdate(world, row.pipelineUpdate);
  // A parent ends when the last of its children has.
  else if (iterations.length === 0) cutOffWorkload(world, row);
}

/** Cuts off all that is left of a run. Its end follows from the end of its tasks. */
export function stopRun(world: World, run: Run, reason: StopReason): void {
  if (run.ending) return;
  run.stopping ??= reason;
  for (const row of [...run.rows]) stopTask(world, row, reason);
}
