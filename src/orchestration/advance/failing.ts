import type { Unavailable } from '../../contract/runs/orchestration/activity-io';
import { nextTryMs } from '../../domain/poll-schedule';
import { oneLine } from '../../domain/texts/one-line';
import type { Failing, RunState } from '../run-state';

/** An activity that threw. It is tried again like everything that could not be done. */
export interface Crashed {
  kind: 'crashed';
  message: string;
}

/** What came to nothing, and may come to something. */
export type NotDone = Unavailable | Crashed;

type FailingState = RunState & { failing: Failing };

/** Counts one more try of the present step that came to nothing. */
export function fail(state: RunState, { message }: { message: string }, now: number): FailingState {
  const { tries, since } = state.failing ?? { tries: 0, since: now };
  return { ...state, failing: { tries: tries + 1, since, message: oneLine(message) } };
}

export const nextTryAt = ({ failing }: FailingState, result: object, now: number): number =>
  now + nextTryMs(failing.tries, retryAfterMsOf(result));

export const reasonIn = ({ failing }: RunState): string | undefined => failing?.message;

export const retryAfterMsOf = (result: object): number =>
  'retryAfterMs' in result && typeof result.retryAfterMs === 'number' ? result.retryAfterMs : 0;

export const clear = (state: RunState): RunState => ({ ...state, failing: null, deniedSince: null });
