import { ProblemError } from '../../contract/problem';
import type { OutputSummary, StoredResult } from '../../contract/runs/run-result';
import type { RunRow } from '../../contract/runs/run-row';
import type { End, RunAccount } from '../../contract/runs/run-view';
import { chooseOutputs } from '../../domain/choose-outputs';
import type { RawOutput } from '../../domain/raw-output';
import { reportOf } from '../../domain/task-report';
import { parseOutput } from '../../domain/texts/parse-output';
import { isWithin } from '../../domain/wanted-tasks';
import { readStoredResult } from '../../runs/stored-result';
import type { App } from '../app';

const NOTHING: StoredResult = { failures: [], outputs: [], answers: [] };

/**
 * What the tasks of a run have left behind. Outputs are deleted sooner than what else is known of a run, and once its
 * orchestration is gone they count as deleted; a run that was never seen to end has left none. What it had left before
 * it was repaired, or started anew, is no output of it any more.
 */
export async function outputsOf(account: RunAccount, { outputs, runs }: App): Promise<StoredResult> {
  const { id, end, archived } = account;
  if (archived && end?.endedAt) throw outputGone();
  const stored = archived ? undefined : await readStoredResult(id, outputs);
  if (stored) return isOfBefore(stored, account, await runs.read(id)) ? NOTHING : stored;
  if (end?.outputBytes) throw outputGone();
  return NOTHING;
}

function isOfBefore({ of }: StoredResult, { run }: RunAccount, row: RunRow | undefined): boolean {
  if (!of || !row) return false;
  return of.runId !== (run?.id ?? row.runId) || of.repairTriedAt !== row.repairTriedAt;
}

/**
 * The outputs that are meant, of a run that has ended: of one task, or those that count. Where one of these is missing,
 * there are none: rows would be lost, and nobody could tell.
 */
export function chosenOutputs(stored: StoredResult, task: string | null, end: End): OutputSummary[] {
  const { outputs, answers, isMisnamed = false } = stored;
  const { outputProblem, endedWell } = end;
  const ofTask = outputs.filter(({ taskKey }) => taskKey === task);
  const isWhole = isMisnamed && (task !== null || outputs.length > 0);
  if (outputProblem && endedWell && ofTask.length === 0 && !isWhole) throw outputUnavailable(outputProblem);
  if (task === null) return chooseOutputs(outputs);
  if (ofTask.length === 0 && !answers.some(({ taskKey }) => taskKey === task)) throw noAnswerOf(task, stored);
  return ofTask;
}

/** An exit value as JSON if it is JSON, else as text; of a task that hands over none, what Databricks tells of it. */
export async function readValue(id: string, { blob, kind }: OutputSummary, app: App): Promise<unknown> {
  const raw = await readRaw(id, blob, app);
  if (kind === 'report') return reportOf(raw);
  return kind === 'value' ? parseOutput(raw.notebook_output?.result ?? '') : (raw.logs ?? '');
}

/** What Databricks has answered for a task. */
export async function readRaw(id: string, blob: string, app: App): Promise<RawOutput> {
  return JSON.parse(await readBlob(id, blob, app)) as RawOutput;
}

export async function readBlob(id: string, blob: string, { outputs }: App): Promise<string> {
  const text = await outputs.read(id, blob);
  if (text === undefined) throw outputGone();
  return text;
}

const outputGone = () =>
  new ProblemError({
    status: 410,
    code: 'outputGone',
    detail: 'This run has ended so long ago that its output has been deleted. Start a new run.',
  });

export const outputUnavailable = (why: string) =>
  new ProblemError({
    status: 424,
    code: 'outputUnavailable',
    detail: `The run has ended, but what it has left could not be had from Databricks: ${why.replace(/[.\s]*$/, '.')}`,
  });

/** Of a task that was not asked for what it has left, or that there is not. */
export const noAnswerOf = (task: string, { answers, notAsked = [] }: StoredResult) =>
  notAsked.some((key) => isWithin(task, key) || isWithin(key, task))
    ? taskNotCollected(task)
    : taskUnknown([...answers.map(({ taskKey }) => taskKey), ...notAsked]);

export const taskNotCollected = (task: string) =>
  new ProblemError({
    status: 404,
    code: 'taskNotCollected',
    detail: `The output of ${task} was not fetched: the outputTasks of the request, or of the job in the catalog, leave it out. Start a run that asks for it.`,
  });

export const taskUnknown = (taskKeys: readonly string[]) =>
  new ProblemError({
    status: 404,
    code: 'taskUnknown',
    detail: `There is no task of this name that could have an output. There are: ${namesOf(taskKeys)}.`,
  });

export const taskNeeded = (answers: readonly { taskKey: string }[]) =>
  new ProblemError({
    status: 400,
    code: 'taskNeeded',
    detail: `More than one task has an output. Choose one with ?task=: ${namesOf(answers.map(({ taskKey }) => taskKey))}.`,
    more: { tasks: answers.map(({ taskKey }) => taskKey) },
  });

const MOST_NAMED = 100;

function namesOf(taskKeys: readonly string[]): string {
  const names = taskKeys.slice(0, MOST_NAMED).join(', ') || 'none';
  return taskKeys.length > MOST_NAMED ? `${names}, …` : names;
}
