import { latestRows, type Run, type TaskRun } from './run';

export type LifeCycle =
  | 'QUEUED'
  | 'PENDING'
  | 'RUNNING'
  | 'TERMINATING'
  | 'TERMINATED'
  | 'SKIPPED'
  | 'INTERNAL_ERROR'
  | 'BLOCKED'
  | 'WAITING_FOR_RETRY';

/** Where a run is. While it goes on, that follows from where its tasks are. */
export function lifeCycleOf(run: Run): LifeCycle {
  if (run.ending) return run.ending.lifeCycle;
  if (run.queuedFor) return 'QUEUED';
  const alive = latestRows(run.rows).filter((row) => !row.ending);
  if (alive.every((row) => row.phase === 'TERMINATING')) return 'TERMINATING';
  if (run.settings.format === 'SINGLE_TASK' && alive[0]?.phase === 'WAITING_FOR_RETRY') return 'WAITING_FOR_RETRY';
  const current = run.history.at(-1)?.rows ?? [];
  const hasBegun = current.some((row) => row.runningAt !== undefined || row.endedAt !== undefined);
  return hasBegun ? 'RUNNING' : 'PENDING';
}

export function taskLifeCycleOf(row: TaskRun): LifeCycle {
  if (row.ending) return row.ending.lifeCycle;
  if (row.run.queuedFor) return 'QUEUED';
  return row.phase === 'ENDED' ? 'TERMINATED' : row.phase;
}
