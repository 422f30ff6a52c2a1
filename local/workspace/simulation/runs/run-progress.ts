import { releaseClusters } from '../clusters/job-cluster';
import { eventOfEnd, notify } from '../notifications/notify';
import { readinessOf } from '../tasks/run-if';
import { runTask } from '../tasks/task-life';
import { endTaskRun } from '../tasks/task-run';
import type { World } from '../world';
import { rollUp } from './roll-up';
import { latestRows, type Run, type TaskRun } from './run';
import { stopRun } from './stop';

/** A run leaves the queue, or is repaired: its blocked rows may begin. */
export function beginRun(world: World, run: Run): void {
  run.startedAt = world.timeline.now;
  const go = run.history.at(-1);
  if (go) go.startedAt = run.startedAt;
  run.queuedFor = undefined;
  world.queue.delete(run);
  const active = world.activeRuns.get(run.jobId) ?? new Set();
  world.activeRuns.set(run.jobId, active.add(run));
  limitTime(world, run);
  notify(world, run, 'on_start');
  progress(world, run);
}

/** Begins what has become ready, leaves out what never will, and ends the run after its last task. */
export function progress(world: World, run: Run): void {
  if (run.ending) return;
  const latest = new Map(latestRows(run.rows).map((row) => [row.task.task_key, row]));
  for (let hasChanged = true; hasChanged && !run.stopping; ) {
    hasChanged = false;
    for (const row of latest.values()) {
      if (row.phase !== 'BLOCKED') continue;
      const readiness = readinessOf(row.task, latest);
      if (readiness === 'wait') continue;
      hasChanged = true;
      if (readiness === 'run')
        runTask(
          world,
          row,
          (retry) => addRow(run, retry),
          () => progress(world, run),
        );
      else {
        row.whenEnded = undefined; // this loop goes on by itself
        endTaskRun(world, row, readiness.skip);
      }
    }
  }
  if (latestRows(run.rows).every((row) => row.ending)) endRun(world, run);
}

export function endRun(world: World, run: Run, ending = rollUp(run)): void {
  run.ending = ending;
  run.endedAt = world.timeline.now;
  run.queuedFor = undefined;
  const go = run.history.at(-1);
  if (go) Object.assign(go, { ending, endedAt: run.endedAt });
  world.queue.delete(run);
  world.activeRuns.get(run.jobId)?.delete(run);
  releaseClusters(world, run);
  notify(world, run, eventOfEnd(ending, run.settings));
  for (const callback of run.whenEnded.splice(0)) callback();
  world.placesFreed();
}

/** Rows as a run has them before it begins: blocked, and of consequence to it as soon as they end. */
export function addBlockedRow(world: World, run: Run, row: TaskRun): void {
  row.whenEnded = () => progress(world, run);
  addRow(run, row);
}

function addRow(run: Run, row: TaskRun): void {
  run.rows.push(row);
  run.history.at(-1)?.rows.push(row);
}

function limitTime(world: World, run: Run): void {
  const seconds = run.settings.format === 'MULTI_TASK' ? (run.settings.timeout_seconds ?? 0) : 0;
  const go = run.history.length;
  if (seconds === 0) return;
  world.timeline.in(seconds * 1000, () => {
    if (run.history.length === go) stopRun(world, run, 'timedOut');
  });
}
