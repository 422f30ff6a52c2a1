import { failed, type Outcome, succeeded } from '../runs/outcome';
import type { Failure } from '../runs/verdict';

/** What becomes of an activity that holds others. */
export function outcomeOfInner(failures: readonly Failure[]): Outcome {
  const [first] = failures;
  if (!first) return succeeded();
  const { name, outcome } = first;
  const why = `Inner activity name: ${name}, Error: ${outcome.error?.message}`;
  return failed('ActionFailed', `Activity failed because an inner activity failed; ${why}`);
}
