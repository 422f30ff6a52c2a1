import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { KeptTable, OutputSummary, StoredResult } from '../../../contract/runs/run-result';
import { pickFormat } from '../../../contract/table/format';
import type { App } from '../../app';
import { refuseForeignRun } from '../../callers/own-jobs';
import { jsonAnswer } from '../../json-answer';
import { statementOutput } from '../../outputs/statement-output';
import {
  chosenOutputs,
  noAnswerOf,
  outputsOf,
  outputUnavailable,
  readRaw,
  readValue,
  taskNeeded,
} from '../../outputs/stored-outputs';
import { readChoice, readOnFailure, readWait, readWhole, refuseQuery, refuseUnknownOptions } from '../../reading/query';
import { awaitEnd } from '../../runs/await-end';
import { runAnswer } from '../../runs/run-answer';
import { declaredColumns, tableAnswer, tableFrom } from '../../tables/table-answer';

/** `GET /runs/{id}/output`. */
export async function showOutput(request: HttpRequest, app: App): Promise<HttpResponseInit> {
  const { id = '' } = request.params;
  await refuseForeignRun(id, app);
  return answerOutput(id, request, app);
}

/** What a run has left: 202 while it goes on, 424 if it did not end well, 204 if there is nothing. */
export async function answerOutput(
  id: string,
  { query, headers }: HttpRequest,
  app: App,
  linkExpiresAt?: number,
): Promise<HttpResponseInit> {
  refuseUnknownOptions(query, ['wait', 'onFailure', 'task', 'view', 'format', 'chunk']);
  const wait = readWait(query);
  const onFailure = readOnFailure(query);
  const task = query.get('task');
  const chunk = query.has('chunk') ? readWhole(query, 'chunk', 0, MOST_CHUNKS, 0) : null;
  const view = readChoice(query, 'view', ['parsed', 'raw']);
  const format = pickFormat(query.get('format'), headers.get('accept'));
  if (!format) throw refuseQuery('format', 'must be one of json, csv, ndjson');

  const account = await awaitEnd(id, wait, app);
  const { end } = account;
  const inPlaceOfOutput = () =>
    runAnswer(account, { onFailure, joined: false, linkExpiresAt, outputQuery: query }, app);
  if (!end || (!end.endedWell && task === null)) return inPlaceOfOutput();

  const stored = await outputsOf(account, app);
  const answers = stored.answers.filter(({ taskKey }) => task === null || taskKey === task);
  if (answers.length === 0 && !end.endedWell) return inPlaceOfOutput();
  const ofStatement = stored.outputs.find(isTable);
  if (ofStatement && (task === null || task === ofStatement.taskKey)) {
    if (end.outputProblem && chunk === null) throw outputUnavailable(end.outputProblem);
    return statementOutput(id, ofStatement, { view, format, chunk }, app);
  }
  if (chunk !== null && !end.outputProblem)
    throw refuseQuery('chunk', 'is for the rows of a SQL statement, and this run has left none');
  if (task === null) refuseTooMuch(stored);
  if (view === 'raw') {
    if (answers.length === 0 && end.outputProblem && !stored.isMisnamed) throw outputUnavailable(end.outputProblem);
    if (task !== null && answers.length === 0) throw noAnswerOf(task, stored);
    if (answers.length === 0) return { status: 204 };
    return jsonAnswer(await byTask(answers, ({ blob }) => readRaw(id, blob, app)));
  }
  const chosen = chosenOutputs(stored, task, end);
  if (chosen.length === 0) return end.endedWell ? { status: 204 } : inPlaceOfOutput();
  if (format === 'json') {
    const truncated = chosen.some((output) => output.truncated);
    const headers = truncated ? { 'x-output-truncated': 'true' } : undefined;
    return jsonAnswer(await byTask(chosen, (output) => readValue(id, output, app)), headers);
  }
  const table = await tableFrom(id, chosen, await declaredColumns(id, app), ADVICE, app);
  return tableAnswer(table, format);
}

const MOST_CHUNKS = 1_000_000;

const isTable = (output: OutputSummary): output is OutputSummary & { table: KeptTable } => output.table !== undefined;

/** All outputs of a run at once have to fit into the memory of this app, several times over. */
const MOST_TOGETHER_BYTES = 16 * 1024 * 1024;

function refuseTooMuch({ outputs }: StoredResult): void {
  const total = outputs.reduce((sum, { bytes }) => sum + bytes, 0);
  if (outputs.length > 1 && total > MOST_TOGETHER_BYTES) throw taskNeeded(outputs);
}

const ADVICE = 'Let the notebook hand over rows, or ask for format=json.';

/** One answer as it is, several by their tasks. */
async function byTask<T extends { taskKey: string }>(items: readonly T[], read: (item: T) => Promise<unknown>) {
  const [only, ...others] = items;
  if (only && others.length === 0) return read(only);
  return Object.fromEntries(await Promise.all(items.map(async (item) => [item.taskKey, await read(item)])));
}
