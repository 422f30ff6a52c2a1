import type { Databricks } from '../../adapters/databricks/databricks';
import type { Outputs } from '../../adapters/storage/outputs';
import type { Problem } from '../../domain/answer';
import { type Failure, failureOfRun, failureOfTask, type TaskError } from '../../domain/failures/failure';
import { hasEnded, outcomeOf } from '../../domain/outcome';
import type { RawOutput } from '../../domain/raw-output';
import type { Run, TaskRun } from '../../domain/run';
import { errorIn, reportOf } from '../../domain/task-report';
import { isWithin, type WantedTasks, wantedTasks } from '../../domain/wanted-tasks';
import { type Collected, type Ended, wasToStop } from './ended';
import { findTasks, PARENT_KINDS } from './find-tasks';
import { inParallel } from './in-parallel';
import { type Left, leftOf } from './inline-output';
import { keepResult } from './keep-result';
import { ProblemFound } from './needed';

/** After as many in a row Databricks is gone, or wants to be left alone. */
const MOST_MISSED_IN_A_ROW = 4;

/** What asking a task has come to. Little of it is kept in memory: a run may have a thousand tasks, with 5 MB each. */
interface Asked {
  task: TaskRun;
  blob?: string;
  left?: Left | undefined;
  error?: TaskError;
  problem?: string;
}

/** Asks the tasks that are wanted for what they have left, and keeps all of it: at Databricks it is gone after a while. */
export async function collectTasks({ input, row, databricks }: Ended, outputs: Outputs): Promise<Collected> {
  const { instanceId, runId, outcome, outputTasks = null } = input;
  const wanted = wantedTasks(outputTasks);
  const { run, tasks } = await findTasks(databricks, runId, (task) => wanted.reaches(task.key) || !isGood(task));
  const { toAsk, notAsked } = chooseTasks(tasks, wanted);
  const asked = await askAll(toAsk, instanceId, databricks, outputs);
  const failures = failuresOf(asked, tasks);
  const all = failures.length > 0 || outcome === 'succeeded' ? failures : [failureOfRun(run, outcome, wasToStop(row))];
  const left = asked.flatMap((one) => one.left ?? []);
  const missed = asked.find((one) => one.problem && !isBad(one.task))?.problem;
  const misnaming = misnamed(outputTasks, run);
  const found = {
    failures: all,
    left,
    answers: asked.flatMap(({ task, blob }) => (blob ? [{ taskKey: task.key, blob }] : [])),
    ...(notAsked.length > 0 && { notAsked }),
    ...(missed === undefined && misnaming !== undefined && { isMisnamed: true }),
  };
  return { ...(await keepResult(row, found, outputs)), outputProblem: missed ?? misnaming ?? null };
}

/** What has failed tells why, whether it is wanted or not. */
function chooseTasks(tasks: readonly TaskRun[], wanted: WantedTasks): { toAsk: TaskRun[]; notAsked: string[] } {
  const isAsked = (task: TaskRun) => isBad(task) || wanted.includes(task.key);
  const isUnopened = ({ kind, key }: TaskRun) => PARENT_KINDS.includes(kind) && !wanted.reaches(key);
  const left = tasks.filter((task) => (mayHaveLeftSomething(task) || isUnopened(task)) && !isAsked(task));
  return {
    toAsk: tasks.filter((task) => mayHaveLeftSomething(task) && isAsked(task)),
    notAsked: left.map(({ key }) => key),
  };
}

/** One that is unavailable does not stop the others: what they have left is kept, and not asked for by the next try. */
async function askAll(
  tasks: readonly TaskRun[],
  instanceId: string,
  databricks: Databricks,
  outputs: Outputs,
): Promise<Asked[]> {
  const missed: Problem[] = [];
  let missedInARow = 0;
  const asked = await inParallel(tasks, async (task): Promise<Asked> => {
    if (missedInARow >= MOST_MISSED_IN_A_ROW) return { task };
    const blob = hasEnded(task.state) ? `task-${task.id}.json` : `task-${task.id}-so-far.json`;
    const kept = hasEnded(task.state) ? await outputs.read(instanceId, blob) : undefined;
    if (kept !== undefined) return told(task, JSON.parse(kept), blob);
    const answer = await databricks.output(task.id);
    const isMissed = !answer.ok && answer.problem.kind === 'unavailable';
    missedInARow = isMissed ? missedInARow + 1 : 0;
    if (isMissed) missed.push(answer.problem);
    // What is gone, or closed to us, will not be had later either; the rest of the run is worth having all the same.
    if (!answer.ok) return { task, problem: `${task.key}: ${answer.problem.message}` };
    await outputs.write(instanceId, blob, JSON.stringify(answer.value));
    return told(task, answer.value, blob);
  });
  const [longest] = missed.toSorted((one, other) => (other.retryAfterMs ?? 0) - (one.retryAfterMs ?? 0));
  if (longest) throw new ProblemFound(longest);
  return asked;
}

function told(task: TaskRun, raw: RawOutput, blob: string): Asked {
  return {
    task,
    blob,
    left: whatIsLeft(task, raw, blob),
    error: { error: errorIn(raw), error_trace: raw.error_trace },
  };
}

const MOST_NAMED = 20;

/** There is no such task, so it was not asked. Inner tasks may be missing for good reasons. */
function misnamed(outputTasks: readonly string[] | null, { tasks }: Run): string | undefined {
  const unknown = outputTasks?.find((wanted) => !tasks.some(({ key }) => isWithin(wanted, key)));
  if (unknown === undefined) return undefined;
  const names = tasks.slice(0, MOST_NAMED).map(({ key }) => key);
  const more = tasks.length > MOST_NAMED ? ', …' : '';
  return `outputTasks names ${unknown}, and the run has no such task. It has ${names.join(', ')}${more}.`;
}

const SILENT_KINDS = [...PARENT_KINDS, 'condition_task', 'pipeline_task'];
const NEVER_RAN = ['UPSTREAM_FAILED', 'UPSTREAM_CANCELED', 'EXCLUDED', 'DISABLED', 'MAXIMUM_CONCURRENT_RUNS_REACHED'];

const mayHaveLeftSomething = ({ kind, state }: TaskRun): boolean =>
  !SILENT_KINDS.includes(kind) && !NEVER_RAN.includes(state.result ?? '') && state.lifeCycle !== 'SKIPPED';

function whatIsLeft({ key, state }: TaskRun, raw: RawOutput, blob: string): Left | undefined {
  if (outcomeOf(state) !== 'succeeded') return undefined;
  const { notebook_output: notebook, logs, logs_truncated = false } = raw;
  const facts = { taskKey: key, blob };
  if (notebook?.result !== undefined)
    return leftOf({ ...facts, kind: 'value', truncated: notebook.truncated ?? false }, notebook.result);
  const report = reportOf(raw);
  if (report !== undefined) return leftOf({ ...facts, kind: 'report', truncated: false }, JSON.stringify(report));
  return logs ? leftOf({ ...facts, kind: 'logs', truncated: logs_truncated }, logs) : undefined;
}

const isGood = ({ state }: TaskRun) => hasEnded(state) && outcomeOf(state) === 'succeeded';
const isBad = ({ state }: TaskRun) => hasEnded(state) && ['failed', 'timedOut'].includes(outcomeOf(state));

/** A task that failed because of another one is no cause. Of a task that ran a job, the job's own tasks are. */
function failuresOf(asked: readonly Asked[], tasks: readonly TaskRun[]): Failure[] {
  const errors = new Map(asked.map(({ task, error }) => [task.id, error]));
  const bad = tasks.filter((task) => isBad(task) && !NEVER_RAN.includes(task.state.result ?? ''));
  const isExplained = ({ key }: TaskRun) => bad.some((other) => other.key.startsWith(`${key}/`));
  return bad.filter((task) => !isExplained(task)).map((task) => failureOfTask(task, errors.get(task.id)));
}
