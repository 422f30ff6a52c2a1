import { hasEnded, outcomeOf } from '../outcome';
import type { TaskAttempt } from './run-times';
import type { TaskAccount } from './task-accounts';

/** The latest attempts of the tasks that have failed by themselves, as far as their states tell it. */
export function failedSoFar(tasks: readonly TaskAccount[]): TaskAttempt[] {
  return tasks
    .map(({ latest }) => latest)
    .filter(({ state }) => hasEnded(state) && ['failed', 'timedOut'].includes(outcomeOf(state)))
    .filter(({ state }) => state.result !== 'UPSTREAM_FAILED');
}
