import { ProblemError } from '../contract/problem';
import { type OutputSummary, RESULT_BLOB, type StoredResult } from '../contract/run-result';
import { chooseOutputs } from '../domain/choose-outputs';
import { parseOutput } from '../domain/parse-output';
import type { RawOutput } from '../domain/raw-output';
import type { App } from './app';

const NOTHING: StoredResult = { failures: [], outputs: [], answers: [] };

/** What the tasks of a run have left behind. */
export async function outputsOf(id: string, { outputs }: App): Promise<StoredResult> {
  const text = await outputs.read(id, RESULT_BLOB);
  return text === undefined ? NOTHING : (JSON.parse(text) as StoredResult);
}

/** The outputs that are meant: of one task, or those that count. */
export function chosenOutputs({ outputs, answers }: StoredResult, task: string | null): OutputSummary[] {
  if (task === null) return chooseOutputs(outputs);
  const ofTask = outputs.filter(({ taskKey }) => taskKey === task);
  if (ofTask.length === 0 && !answers.some(({ taskKey }) => taskKey === task)) throw taskUnknown(answers);
  return ofTask;
}

/** An exit value as JSON if it is JSON, else as text. */
export async function readValue(id: string, { blob, kind }: OutputSummary, { outputs }: App): Promise<unknown> {
  const raw = JSON.parse((await outputs.read(id, blob)) ?? '{}') as Partial<RawOutput>;
  return kind === 'value' ? parseOutput(raw.notebook_output?.result ?? '') : (raw.logs ?? '');
}

export const taskUnknown = (answers: readonly { taskKey: string }[]) =>
  new ProblemError({
    status: 404,
    code: 'taskUnknown',
    detail: `No task of this name has left anything. There are: ${namesOf(answers)}.`,
  });

export const taskNeeded = (answers: readonly { taskKey: string }[]) =>
  new ProblemError({
    status: 400,
    code: 'taskNeeded',
    detail: `Several tasks of this run have an output. Choose one with ?task=: ${namesOf(answers)}.`,
    more: { tasks: answers.map(({ taskKey }) => taskKey) },
  });

const namesOf = (answers: readonly { taskKey: string }[]) => answers.map(({ taskKey }) => taskKey).join(', ') || 'none';
