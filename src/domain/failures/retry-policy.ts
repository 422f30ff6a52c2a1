import type { Outcome } from '../outcome';
import type { Failure } from './failure';

/** What somebody wanted, and what nobody knows, is never tried again. A run with nothing wrong has nothing to try. */
const OUTCOMES_WORTH_A_RETRY: readonly Outcome[] = ['failed', 'timedOut', 'skipped', 'partial'];

interface RetryQuestion {
  outcome: Outcome;
  /** Of the tasks that failed by themselves, or of the run as a whole. */
  failures: readonly Pick<Failure, 'class'>[];
  /** The classes that were asked for. */
  on: readonly string[];
}

/** A run is worth another try only if nothing in it failed for a reason that would just repeat itself. */
export function mayRetry({ outcome, failures, on }: RetryQuestion): boolean {
  const isWorthIt = OUTCOMES_WORTH_A_RETRY.includes(outcome) && failures.length > 0;
  return isWorthIt && failures.every((failure) => on.includes(failure.class));
}
