import type { SubmitResult } from '../../contract/runs/orchestration/activity-io';
import { deadlineOf } from '../../domain/deadline';
import { ownEnding, refusedLate } from '../endings';
import type { RunState } from '../run-state';
import { end, endUnstarted } from './end';
import { type Crashed, fail, type NotDone, nextTryAt, reasonIn } from './failing';
import { watch } from './watch';

export function afterSubmit(state: RunState, result: SubmitResult | Crashed, now: number): RunState {
  switch (result.kind) {
    case 'started':
      return watch({ ...state, fallback: null }, result.runId, now);
    case 'rejected':
      if (result.mayHaveStarted) return end(state, refusedLate(result), now);
      return endUnstarted(state, { ...result, outcome: 'rejected' }, now);
    case 'canceled':
      return endUnstarted(state, ownEnding('canceledBeforeStart'), now);
    case 'early':
      return { ...state, nextAt: state.attemptAt ?? now };
    case 'tooLate': {
      // The row proves that nothing was started, whatever has crashed.
      const code = state.harmlessTryAt ? 'databricksUnavailable' : 'timeoutBeforeStart';
      return endUnstarted(state, ownEnding(code, reasonIn(state)), now);
    }
    case 'crashed': // nobody knows how far it came
      return tryAgain({ ...state, mayHaveStarted: true }, result, now);
    default: {
      const { mayHaveStarted, triedAt } = result;
      return tryAgain({ ...state, mayHaveStarted, harmlessTryAt: mayHaveStarted ? null : triedAt }, result, now);
    }
  }
}

function tryAgain(before: RunState, result: NotDone, now: number): RunState {
  const state = fail(before, result, now);
  const deadline = deadlineOf(state);
  if (now < deadline) return { ...state, nextAt: Math.min(nextTryAt(state, result, now), deadline) };
  if (state.mayHaveStarted) return end(state, ownEnding('startUnconfirmed', reasonIn(state)), now);
  return endUnstarted(state, ownEnding('databricksUnavailable', reasonIn(state)), now);
}
