import { beginPipelineTask } from '../pipelines/pipeline-task';
import type { TaskRun } from '../runs/run';
import { stopTask } from '../runs/stop';
import type { World } from '../world';
import { beginCondition } from './condition-task';
import { beginForEach } from './for-each-task';
import { beginRunJob } from './run-job-task';
import { makeTaskRun } from './task-run';
import { beginWorkload } from './workload';

/** Runs a task, attempt by attempt: each of them is a row of its own. Calls back once, with the last. */
export function runTask(
  world: World,
  row: TaskRun,
  addRow: (row: TaskRun) => void,
  whenDone: (row: TaskRun) => void,
): void {
  row.whenEnded = () => {
    if (!isRetried(row)) return whenDone(row);
    const retry = makeTaskRun(world, row.run, row.task, { attempt: row.attempt + 1, original: row });
    retry.phase = 'WAITING_FOR_RETRY';
    retry.whenEnded = () => whenDone(retry);
    addRow(retry);
    world.timeline.in(row.task.min_retry_interval_millis ?? 0, () => {
      if (retry.phase === 'WAITING_FOR_RETRY') runTask(world, retry, addRow, whenDone);
    });
  };
  begin(world, row);
  limitTime(world, row);
}

function begin(world: World, row: TaskRun): void {
  if (row.task.condition_task) beginCondition(world, row);
  else if (row.task.for_each_task) beginForEach(world, row, runTask);
  else if (row.task.run_job_task) beginRunJob(world, row);
  else if (row.task.pipeline_task) beginPipelineTask(world, row);
  else beginWorkload(world, row);
}

function limitTime(world: World, row: TaskRun): void {
  const seconds = row.task.timeout_seconds ?? 0;
  if (seconds > 0) world.timeline.in(seconds * 1000, () => stopTask(world, row, 'timedOut'));
}

/** Runs that were submitted instead of being a job's are not retried. */
function isRetried(row: TaskRun): boolean {
  const { task, run } = row;
  if (run.stopping || run.type === 'SUBMIT_RUN') return false;
  const result = row.ending?.result;
  const mayBe = result === 'FAILED' || (result === 'TIMEDOUT' && task.retry_on_timeout === true);
  const retries = task.max_retries ?? 0;
  return mayBe && (retries < 0 || retriesSoFar(row) < retries);
}

/** A repair goes on counting attempts, but has all of its retries again. */
function retriesSoFar(row: TaskRun): number {
  const first = row.run.history.at(-1)?.rows.find((other) => other.task.task_key === row.task.task_key);
  return row.attempt - (first?.attempt ?? 0);
}
