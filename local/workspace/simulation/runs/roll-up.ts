import { type Ending, platformFailed, stopped, succeeded, succeededWithFailures } from './ending';
import type { Run, TaskRun } from './run';
import { latestRows } from './run';

const UNSUCCESSFUL = ['FAILED', 'TIMEDOUT', 'CANCELED', 'UPSTREAM_FAILED', 'UPSTREAM_CANCELED'];

/** How a run ended, now that all of its tasks have. */
export function rollUp(run: Run): Ending {
  const latest = latestRows(run.rows);
  const [only] = latest;
  if (run.settings.format === 'SINGLE_TASK' && only?.ending) return only.ending;
  // A stop that came too late to cut anything off leaves the outcome to the tasks.
  if (run.stopping && latest.some((row) => row.ending?.cancelledOrTimedOut)) return stopped(run.stopping);
  const bad = latest.filter(isUnsuccessful);
  if (bad.length === 0) return succeeded;
  const leaves = new Set(leafKeys(latest));
  if (!bad.some((row) => leaves.has(row.task.task_key))) return succeededWithFailures;
  const failed = bad.filter((row) => row.ending?.result === 'FAILED');
  if (failed.length > 0) return failedBecauseOf(failed, bad);
  const has = (...results: (string | undefined)[]) => bad.some((row) => results.includes(row.ending?.result));
  if (has('TIMEDOUT')) return stopped('timedOut');
  if (has('CANCELED', 'UPSTREAM_CANCELED')) return stopped('canceled');
  // A repair made good what had failed, but not what was left out because of it.
  return failedBecauseOf(bad, []);
}

/** The surprise that clients fall over: the run itself ends as INTERNAL_ERROR although a task merely failed. */
function failedBecauseOf(failed: readonly TaskRun[], bad: readonly TaskRun[]): Ending {
  const told = failed.map((row) => {
    const message = row.ending?.message ?? '';
    return `Task ${row.task.task_key} failed with message: ${message}${message.endsWith('.') ? '' : '.'}`;
  });
  const leftOut = bad.some((row) => row.ending?.result === 'UPSTREAM_FAILED');
  if (leftOut) told.push('This caused all downstream tasks to get skipped.');
  return platformFailed('RUN_EXECUTION_ERROR', 'CLIENT_ERROR', told.join(' '));
}

/** Leaves are the tasks that no other task of the run depends on: they alone decide. */
function leafKeys(latest: readonly TaskRun[]): string[] {
  const needed = new Set(latest.flatMap((row) => (row.task.depends_on ?? []).map((other) => other.task_key)));
  return latest.map((row) => row.task.task_key).filter((key) => !needed.has(key));
}

function isUnsuccessful(row: TaskRun): boolean {
  return UNSUCCESSFUL.includes(row.ending?.result ?? '');
}
