import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { accountOf } from '../account/account';
import { linkExpiry, linksTo } from '../account/links';
import { detailOf } from '../contract/run-detail';
import { isRunId } from '../contract/run-id';
import { type RunAccount, retryAfter, viewOf } from '../contract/run-view';
import type { App } from './app';
import { refuseForeignRun } from './own-jobs';
import { problemAnswer } from './problem-answer';
import { readOnFailure, readWait, refuseUnknownOptions } from './query';
import { unknownRun } from './unknown-run';

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

interface Showing {
  onFailure: number;
  joined: boolean;
  linkExpiresAt?: number | undefined;
  /** Of a request for the output, which is what the caller still wants when the run has ended. */
  outputQuery?: URLSearchParams | undefined;
  /** Of use while the run goes on only: answers about its end get into the logs of callers. */
  more?: Readonly<Record<string, unknown>> | undefined;
}

/** 202 while it goes on, 200 when it has ended well, else 424. */
export async function runAnswer(account: RunAccount, showing: Showing, app: App): Promise<HttpResponseInit> {
  const { onFailure, joined, linkExpiresAt, outputQuery, more } = showing;
  const now = app.now();
  const paths = await linksTo(account.id, linkExpiresAt ?? linkExpiry(account, now), app);
  const run = viewOf(account, paths, now, joined);
  const { end } = account;
  if (!end) {
    const next = outputQuery ? paths.output : paths.status;
    return {
      status: 202,
      headers: {
        location: `${app.origin}${next}${queryOfNext(onFailure, outputQuery)}`,
        'retry-after': String(retryAfter(account.nextPollAt, now)),
      },
      jsonBody: { ...run, ...more },
    };
  }
  if (end.endedWell || onFailure === 200) return { status: 200, jsonBody: run };
  return problemAnswer({ status: 424, code: end.code ?? 'runFailed', detail: detailOf(run), more: { run } });
}

const ABOUT_THE_OUTPUT = ['task', 'view', 'format'];

/** The options that hold for the next request, too: not the waiting, and never a key. */
function queryOfNext(onFailure: number, outputQuery: Iterable<[string, string]> = []): string {
  const query = new URLSearchParams([...outputQuery].filter(([name]) => ABOUT_THE_OUTPUT.includes(name)));
  if (onFailure === 200) query.set('onFailure', '200');
  return query.size > 0 ? `?${query}` : '';
}

const LOOK_EVERY_MS = 500;

/** Waits for the end of the run, as long as it was asked to. With too many waiting already, it answers at once. */
export async function awaitEnd(id: string, waitMs: number, app: App): Promise<RunAccount> {
  const leave = waitMs > 0 ? app.waitingRoom.enter() : undefined;
  try {
    return await lookUntil(leave ? app.now() + waitMs : app.now(), id, app);
  } finally {
    leave?.();
  }
}

async function lookUntil(until: number, id: string, app: App): Promise<RunAccount> {
  for (;;) {
    const account = isRunId(id) ? await accountOf(id, app) : undefined;
    if (!account) throw unknownRun();
    if (account.end || app.now() >= until) return account;
    await app.sleep(Math.min(LOOK_EVERY_MS, until - app.now()));
  }
}
