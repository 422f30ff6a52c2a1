import type { RunState } from '../run-state';
import { endOfTries } from './end-of-tries';
import { type Crashed, clear, fail, nextTryAt } from './failing';

export function afterRecord(state: RunState, result: { kind: 'recorded' } | Crashed, now: number): RunState {
  if (result.kind === 'recorded') return { ...clear(state), step: 'done' };
  const failing = fail(state, result, now);
  if (now >= endOfTries(failing)) return { ...state, step: 'done' };
  return { ...failing, nextAt: Math.min(nextTryAt(failing, result, now), endOfTries(failing)) };
}
