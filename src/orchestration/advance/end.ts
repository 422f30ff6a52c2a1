import { oneLine } from '../../domain/one-line';
import type { EndingText } from '../endings';
import type { RunState } from '../run-state';

/** What is too long, in the text of a refusal above all, would not fit into the status of the instance. */
export function end(state: RunState, { outcome, code, message }: EndingText, now: number): RunState {
  const ending = { outcome, code, message: message && oneLine(message), at: now };
  return { ...state, step: 'record', phase: 'ended', ending, nextAt: now };
}

/** Another attempt has started nothing, so the end of the one before it counts. Without one, this is the end. */
export function endUnstarted(state: RunState, text: EndingText, now: number): RunState {
  const { fallback } = state;
  if (!fallback) return end(state, text, now);
  const before = { ...fallback, earlier: state.earlier.slice(0, -1), fallback: null };
  const repairProblem = oneLine(text.message ?? text.outcome);
  return { ...state, ...before, step: 'record', phase: 'ended', repairProblem, failing: null, nextAt: now };
}
