import type { RepairResult } from '../../contract/runs/orchestration/activity-io';
import { deadlineOf } from '../../domain/deadline';
import { oneLine } from '../../domain/texts/one-line';
import type { RunState } from '../run-state';
import { end } from './end';
import { type Crashed, fail, nextTryAt } from './failing';
import { watch } from './watch';

/**
 * A run of which nothing was run once more is looked at again all the same: it is as it was, and what Databricks says of
 * it is its end.
 */
export function afterRepair(state: RunState, result: RepairResult | Crashed, now: number): RunState {
  switch (result.kind) {
    case 'started':
      return watch(state, result.runId, now);
    case 'early':
      return { ...state, nextAt: state.attemptAt ?? now };
    case 'notRepaired':
      return leaveAsItWas(state, result.runId, result.message, now);
    case 'rejected':
      return end(state, { ...result, outcome: 'rejected' }, now);
    default: {
      const failing = fail(state, result, now);
      const deadline = deadlineOf(state);
      if (now < deadline) return { ...failing, nextAt: Math.min(nextTryAt(failing, result, now), deadline) };
      return leaveAsItWas(failing, state.run?.id ?? '', result.message, now);
    }
  }
}

function leaveAsItWas(state: RunState, runId: string, why: string, now: number): RunState {
  const earlier = state.earlier.slice(0, -1);
  return { ...watch(state, runId, now), earlier, repairProblem: oneLine(why) };
}
