import type { Clock } from '../../../../local/clock';
import { CalledOff, within } from '../runs/time';

export interface WebRequest {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
}

export interface WebAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Sends a request into the world. It may throw, as a connection that breaks does. */
export type Send = (request: WebRequest) => Promise<WebAnswer>;

export function headerOf({ headers }: Pick<WebRequest | WebAnswer, 'headers'>, name: string): string | undefined {
  return Object.entries(headers).find(([one]) => one.toLowerCase() === name)?.[1];
}

/** The answer, or why there is none. */
export async function exchange(
  send: Send,
  request: WebRequest,
  { clock, limitMs, signal }: { clock: Clock; limitMs: number; signal: AbortSignal },
): Promise<WebAnswer | string> {
  if (signal.aborted) throw new CalledOff();
  const answer = await within(clock, limitMs, signal, () =>
    send(request).catch((error: unknown) => `Exception message: '${(error as Error).message}'`),
  );
  return answer ?? `the endpoint has not answered within ${limitMs / 1000} s`;
}
