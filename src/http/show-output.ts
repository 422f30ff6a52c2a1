import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { ProblemError } from '../contract/problem';
import { pickFormat } from '../contract/table/format';
import type { App } from './app';
import { chosenOutputs, outputsOf, readValue, taskUnknown } from './outputs';
import { readChoice, readOnFailure, readWait, refuseQuery } from './query';
import { awaitEnd, runAnswer } from './show-run';
import { declaredColumns, tableAnswer, tableFrom } from './table-answer';

/** `GET /runs/{id}/output`. */
export function showOutput(request: HttpRequest, app: App): Promise<HttpResponseInit> {
  return answerOutput(request.params.id ?? '', request, app);
}

/** What a run has left: 202 while it goes on, 424 if it did not end well, 204 if there is nothing. */
export async function answerOutput(
  id: string,
  { query, headers }: HttpRequest,
  app: App,
  linkExpiresAt?: number,
): Promise<HttpResponseInit> {
  const wait = readWait(query);
  const onFailure = readOnFailure(query);
  const task = query.get('task');
  const view = readChoice(query, 'view', ['parsed', 'raw']);
  const format = pickFormat(query.get('format'), headers.get('accept'));
  if (!format) throw refuseQuery('format', 'must be one of json, csv, ndjson');

  const account = await awaitEnd(id, wait, app);
  if (account.archived) throw outputGone();
  const ended = account.end;
  if (!ended || (!ended.endedWell && task === null))
    return runAnswer(account, { onFailure, joined: false, linkExpiresAt }, app);

  const stored = await outputsOf(id, app);
  if (view === 'raw') {
    const answers = stored.answers.filter(({ taskKey }) => task === null || taskKey === task);
    if (task !== null && answers.length === 0) throw taskUnknown(stored.answers);
    return json(await byTask(answers, async ({ blob }) => JSON.parse((await app.outputs.read(id, blob)) ?? 'null')));
  }
  const chosen = chosenOutputs(stored, task);
  if (chosen.length === 0 && !ended.endedWell)
    return runAnswer(account, { onFailure, joined: false, linkExpiresAt }, app);
  if (chosen.length === 0) return { status: 204 };
  if (format === 'json') {
    const truncated = chosen.some((output) => output.truncated);
    return json(await byTask(chosen, (output) => readValue(id, output, app)), truncated);
  }
  const table = await tableFrom(id, chosen, await declaredColumns(id, app), app);
  return tableAnswer(table, format);
}

/** One answer as it is, several by their tasks. */
async function byTask<T extends { taskKey: string }>(items: readonly T[], read: (item: T) => Promise<unknown>) {
  const [only, ...others] = items;
  if (only && others.length === 0) return read(only);
  return Object.fromEntries(await Promise.all(items.map(async (item) => [item.taskKey, await read(item)])));
}

function json(value: unknown, truncated = false): HttpResponseInit {
  return { status: 200, headers: truncated ? { 'x-output-truncated': 'true' } : {}, jsonBody: value };
}

const outputGone = () =>
  new ProblemError({
    status: 410,
    code: 'outputGone',
    detail: 'This run has ended so long ago that its output has been deleted. Start a new run.',
  });
