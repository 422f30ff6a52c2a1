import { oneLine } from '../../domain/texts/one-line';
import type { EndingText } from '../endings';
import type { RunState } from '../run-state';

/** What is too long, in the text of a refusal above all, would not fit into the status of the instance. */
export function end(state: RunState, { outcome, code, message }: EndingText, now: number): RunState {
  const ending = { outcome, code, message: message && oneLine(message), at: now };
  return { ...state, step: 'record', phase: 'ended', run: atLast(state), ending, nextAt: now };
}

/** Of a run that is not looked at any more, what was true for a moment only is told no longer. */
function atLast({ run }: RunState): RunState['run'] {
  if (!run) return null;
  const { currentTasks: _, queueReason: __, ...rest } = run;
  return rest;
}

/** Another attempt has started nothing, so the end of the one before it counts. Without one, this is the end. */
export function endUnstarted(state: RunState, text: EndingText, now: number): RunState {
  const { fallback } = state;
  if (!fallback) return end(state, text, now);
  const before = { ...fallback, earlier: state.earlier.slice(0, -1), fallback: null };
  const repairProblem = oneLine(text.message ?? text.outcome);
  return { ...state, ...before, step: 'record', phase: 'ended', repairProblem, failing: null, nextAt: now };
}
