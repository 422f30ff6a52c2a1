import type { TurnResult } from '../../contract/runs/orchestration/activity-io';
import { deadlineOf } from '../../domain/deadline';
import { ownEnding } from '../endings';
import type { RunState } from '../run-state';
import { end } from './end';
import { type Crashed, clear, fail, nextTryAt } from './failing';

/** A run before this one that ends tells nobody, so it is looked for. */
const TURN_POLL_MS = 5_000;

export function afterTurn(state: RunState, result: TurnResult | Crashed, now: number): RunState {
  if (result.kind === 'clear') return { ...clear(state), step: 'submit', after: [], nextAt: now };
  if (result.kind === 'canceled') return end(state, ownEnding('canceledBeforeStart'), now);
  const deadline = deadlineOf(state);
  if (now >= deadline) return end(state, ownEnding('timeoutBeforeStart', state.failing?.message), now);
  if (result.kind === 'waiting') {
    return { ...clear(state), after: result.after, nextAt: Math.min(now + TURN_POLL_MS, deadline) };
  }
  const failing = fail(state, result, now);
  return { ...failing, nextAt: Math.min(nextTryAt(failing, result, now), deadline) };
}
