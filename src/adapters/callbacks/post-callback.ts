import type { Readable } from 'node:stream';
import axios, { type AxiosAdapter } from 'axios';
import { retryAfterMs } from '../../domain/retry-after';
import { oneLine } from '../../domain/texts/one-line';
import { redactSecret } from '../../domain/texts/redact';

/** What came of posting to an address that a caller has given. Status 0: there was no answer. */
export interface Posted {
  status: number;
  retryAfterMs: number | null;
  /** For people, and without the address. */
  problem: string | null;
}

export type PostCallback = (uri: string, body: string, headers: Readonly<Record<string, string>>) => Promise<Posted>;

export interface CallbackOptions {
  /** Of this app. */
  version: string;
  now(): number;
  /** In the place of sockets. */
  transport?: AxiosAdapter | undefined;
}

const TIMEOUT_MS = 30_000;

/** Posts to callers. What they answer is of no interest, and is not read. */
export function createPostCallback({ version, now, transport }: CallbackOptions): PostCallback {
  const client = axios.create({
    ...(transport && { adapter: transport }),
    maxRedirects: 0, // only the host that was given has been checked
    responseType: 'stream',
    transformRequest: [],
    validateStatus: () => true,
    headers: { 'Content-Type': 'application/json', 'User-Agent': `databricks-job-runner/${version}` },
  });
  return async (uri, body, headers) => {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const { status, headers: answered, data } = await client.post<Readable | string>(uri, body, { headers, signal });
      if (typeof data === 'object') data.destroy();
      const isDone = status >= 200 && status < 300;
      const wait = retryAfterMs(String(answered['retry-after'] ?? ''), now()) ?? null;
      return { status, retryAfterMs: wait, problem: isDone ? null : `It answered ${status}.` };
    } catch (error) {
      const { code = '', message = '' } = error as NodeJS.ErrnoException;
      const what = signal.aborted ? `No answer within ${TIMEOUT_MS / 1000} s.` : `No answer: ${message || code}.`;
      return { status: 0, retryAfterMs: null, problem: oneLine(redactSecret(what, uri)) };
    }
  };
}
