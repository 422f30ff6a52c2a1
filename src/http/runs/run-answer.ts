import type { HttpResponseInit } from '@azure/functions';
import { detailOf } from '../../contract/runs/run-detail';
import { type RunAccount, retryAfter, viewOf } from '../../contract/runs/run-view';
import { linkExpiry, linksTo } from '../../runs/links';
import type { App } from '../app';
import { problemAnswer } from '../problem-answer';

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

const ABOUT_THE_OUTPUT = ['task', 'view', 'format', 'chunk'];

/** The options that hold for the next request, too: not the waiting, and never a key. */
function queryOfNext(onFailure: number, outputQuery: Iterable<[string, string]> = []): string {
  const query = new URLSearchParams([...outputQuery].filter(([name]) => ABOUT_THE_OUTPUT.includes(name)));
  if (onFailure === 200) query.set('onFailure', '200');
  return query.size > 0 ? `?${query}` : '';
}
