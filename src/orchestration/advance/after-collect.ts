import type { CollectResult } from '../../contract/runs/orchestration/activity-io';
import { oneLine } from '../../domain/texts/one-line';
import { NOTHING_COLLECTED, type RunState } from '../run-state';
import { endOfTries } from './end-of-tries';
import { type Crashed, clear, fail, nextTryAt } from './failing';
import { isWorthAnotherTry, tryOnceMore } from './try-once-more';

export function afterCollect(state: RunState, result: CollectResult | Crashed, now: number): RunState {
  if (result.kind === 'collected') {
    const { kind: _, ...collected } = result;
    const known = { ...clear(state), collected };
    return isWorthAnotherTry(known, now) ? tryOnceMore(known, now) : { ...known, step: 'record', nextAt: now };
  }
  const failing = fail(state, result, now);
  if (now < endOfTries(failing))
    return { ...failing, nextAt: Math.min(nextTryAt(failing, result, now), endOfTries(failing)) };
  const collected = { ...NOTHING_COLLECTED, outputProblem: oneLine(result.message) };
  return { ...clear(state), step: 'record', collected, nextAt: now };
}
