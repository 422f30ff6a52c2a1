import { invalid } from '../simulation/refusal';
import type { TaskRun } from '../simulation/runs/run';
import { findRunOrTaskRun } from './find';
import { reportView } from './report-view';
import type { Call } from './route';
import { taskRunAsRun } from './task-view';

const MOST_BYTES = 5 * 1024 * 1024;

/** Output belongs to task runs. Only in the single-task form does the run share its id with its task. */
export function outputView(call: Call) {
  const { run, row = run.settings.format === 'SINGLE_TASK' ? run.rows.at(-1) : undefined } = findRunOrTaskRun(
    call,
    'view',
    call.args.id('run_id'),
  );
  if (!row) {
    throw invalid(
      'Retrieving the output of runs with multiple tasks is not supported. ' +
        'Please retrieve the output of each individual task run instead.',
    );
  }
  return { metadata: taskRunAsRun(row, call.version, call.place), ...whatItLeft(row), ...reportView(row, call.place) };
}

function whatItLeft(row: TaskRun) {
  const { result, logs, error, trace } = row.produced;
  const tail = logs === undefined ? undefined : lastPart(logs);
  return {
    ...(row.task.notebook_task && row.ending?.result === 'SUCCESS' && { notebook_output: notebookOutput(result) }),
    ...(tail && { logs: tail.text, logs_truncated: tail.truncated }),
    ...(row.ending && error !== undefined && { error }),
    ...(row.ending && trace !== undefined && { error_trace: trace }),
    ...(row.childRun && { run_job_output: { run_id: row.childRun.runId } }),
  };
}

/** Of a notebook's result Databricks keeps the beginning, of logs the end. */
function notebookOutput(result: string | undefined) {
  if (result === undefined) return { truncated: false };
  const bytes = Buffer.from(result);
  if (bytes.length <= MOST_BYTES) return { result, truncated: false };
  return { result: bytes.subarray(0, characterStart(bytes, MOST_BYTES)).toString(), truncated: true };
}

function lastPart(logs: string) {
  const bytes = Buffer.from(logs);
  if (bytes.length <= MOST_BYTES) return { text: logs, truncated: false };
  let start = bytes.length - MOST_BYTES;
  while (isInsideCharacter(bytes, start)) start += 1;
  return { text: bytes.subarray(start).toString(), truncated: true };
}

/** The cut must not leave half of a character. */
function characterStart(bytes: Buffer, at: number): number {
  let start = at;
  while (isInsideCharacter(bytes, start)) start -= 1;
  return start;
}

const isInsideCharacter = (bytes: Buffer, at: number) => ((bytes[at] ?? 0) & 0xc0) === 0x80;
