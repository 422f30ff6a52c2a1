import type { Databricks } from '../adapters/databricks/databricks';
import type { Outputs } from '../adapters/storage/outputs';
import type { CollectInput, CollectResult } from '../contract/activity-io';
import { type OutputSummary, RESULT_BLOB, type StoredResult } from '../contract/run-result';
import { type Failure, failureOfRun, failureOfTask, shortFailures } from '../domain/failure';
import { outcomeOf } from '../domain/outcome';
import type { RawOutput } from '../domain/raw-output';
import type { TaskRun } from '../domain/run';
import { findTasks } from './find-tasks';
import { inParallel, ProblemFound } from './in-parallel';
import { inlineOutput } from './inline-output';

export interface CollectTools {
  databricks: Databricks;
  outputs: Outputs;
}

/** What a task left: Databricks' answer, and its place among the blobs of the run. */
export interface Left extends OutputSummary {
  text: string;
}

/** Asks every task for what it has left, and keeps all of it: at Databricks it is gone after a while. */
export async function collectOutput(input: CollectInput, tools: CollectTools): Promise<CollectResult> {
  const { databricks, outputs } = tools;
  try {
    const { run, tasks } = await findTasks(databricks, input.runId);
    const asked = await inParallel(tasks.filter(mayHaveLeftSomething), async (task, index) => {
      const answer = await databricks.output(task.id);
      if (!answer.ok && answer.problem.kind === 'unavailable') throw new ProblemFound(answer.problem);
      if (!answer.ok) return { task, raw: undefined, problem: `${task.key}: ${answer.problem.message}` };
      const blob = `task-${index}.json`;
      await outputs.write(input.instanceId, blob, JSON.stringify(answer.value));
      return { task, raw: answer.value, blob, left: whatIsLeft(task, answer.value, blob), problem: undefined };
    });

    const failures = failuresOf(asked, tasks);
    const all = failures.length > 0 || input.outcome === 'succeeded' ? failures : [failureOfRun(run)];
    const left = asked.flatMap((one) => one.left ?? []);
    const stored: StoredResult = {
      failures: all,
      outputs: left.map(({ text: _, ...summary }) => summary),
      answers: asked.flatMap(({ task, blob }) => (blob ? [{ taskKey: task.key, blob }] : [])),
    };
    await outputs.write(input.instanceId, RESULT_BLOB, JSON.stringify(stored));
    const outputProblem = asked.find((one) => one.problem && !isBad(one.task))?.problem ?? null;
    return { kind: 'collected', ...shortFailures(all), ...inlineOutput(left), outputProblem };
  } catch (error) {
    if (!(error instanceof ProblemFound)) throw error;
    const { code, message, retryAfterMs } = error.problem;
    return { kind: 'unavailable', code, message, retryAfterMs: retryAfterMs ?? null };
  }
}

const SILENT_KINDS = ['condition_task', 'run_job_task', 'for_each_task', 'pipeline_task'];
const NEVER_RAN = ['UPSTREAM_FAILED', 'UPSTREAM_CANCELED', 'EXCLUDED', 'DISABLED', 'MAXIMUM_CONCURRENT_RUNS_REACHED'];

const mayHaveLeftSomething = ({ kind, state }: TaskRun): boolean =>
  !SILENT_KINDS.includes(kind) && !NEVER_RAN.includes(state.result ?? '') && state.lifeCycle !== 'SKIPPED';

function whatIsLeft({ key, state }: TaskRun, raw: RawOutput, blob: string): Left[] {
  if (outcomeOf(state) !== 'succeeded') return [];
  const { notebook_output: notebook, logs, logs_truncated = false } = raw;
  const make = (kind: Left['kind'], text: string, truncated: boolean): Left[] => [
    { taskKey: key, blob, kind, bytes: Buffer.byteLength(text), truncated, text },
  ];
  if (notebook?.result !== undefined) return make('value', notebook.result, notebook.truncated ?? false);
  return logs ? make('logs', logs, logs_truncated) : [];
}

const isBad = ({ state }: TaskRun) => ['failed', 'timedOut'].includes(outcomeOf(state));

/** A task that failed because of another one is no cause. Of a task that ran a job, the job's own tasks are. */
function failuresOf(
  asked: readonly { task: TaskRun; raw: RawOutput | undefined }[],
  tasks: readonly TaskRun[],
): Failure[] {
  const answers = new Map(asked.map(({ task, raw }) => [task.id, raw]));
  const bad = tasks.filter((task) => isBad(task) && !NEVER_RAN.includes(task.state.result ?? ''));
  const isExplained = ({ key }: TaskRun) => bad.some((other) => other.key.startsWith(`${key}/`));
  return bad.filter((task) => !isExplained(task)).map((task) => failureOfTask(task, answers.get(task.id)));
}
