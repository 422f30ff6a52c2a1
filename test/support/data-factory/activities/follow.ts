import { pause } from '../runs/time';
import { exchange, headerOf, type WebAnswer, type WebRequest } from '../services/web';
import type { Execution } from './execution';

/** Nobody documents how often a factory asks. */
const DEFAULT_POLL_SECONDS = 20;

/**
 * The answer to a request, and after 202 that of its Location, as often as it takes. Polls have none of the headers of the
 * request, and no sign-in.
 */
export async function follow(
  request: WebRequest,
  limitMs: number,
  { run, signal }: Pick<Execution, 'run' | 'signal'>,
): Promise<WebAnswer | string> {
  const { send, clock, habits } = run;
  const within = { clock, limitMs, signal };
  let answer = await exchange(send, request, within);
  let location: string | undefined;
  while (typeof answer !== 'string' && answer.status === 202) {
    location = headerOf(answer, 'location') ?? location;
    if (location === undefined) return answer;
    const seconds = habits.pollSeconds ?? Number(headerOf(answer, 'retry-after') ?? DEFAULT_POLL_SECONDS);
    await pause(clock, seconds * 1000, signal);
    answer = await exchange(send, { method: 'GET', url: location, headers: {} }, within);
  }
  return answer;
}
