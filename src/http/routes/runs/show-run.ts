import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { App } from '../../app';
import { refuseForeignRun } from '../../callers/own-jobs';
import { readOnFailure, readWait, refuseUnknownOptions } from '../../reading/query';
import { awaitEnd } from '../../runs/await-end';
import { runAnswer } from '../../runs/run-answer';

/** `GET /runs/{id}`. */
export async function showRun(request: HttpRequest, app: App): Promise<HttpResponseInit> {
  const { id = '' } = request.params;
  await refuseForeignRun(id, app);
  return answerRun(id, request, app);
}

/** How a run stands. A link shows it only as long as the link itself lives. */
export async function answerRun(
  id: string,
  { query }: HttpRequest,
  app: App,
  linkExpiresAt?: number,
): Promise<HttpResponseInit> {
  refuseUnknownOptions(query, ['wait', 'onFailure']);
  const wait = readWait(query);
  const onFailure = readOnFailure(query);
  const account = await awaitEnd(id, wait, app);
  return runAnswer(account, { onFailure, joined: false, linkExpiresAt }, app);
}
