import { type Failure, failureOfTask } from '../failures/failure';
import { hasEnded, outcomeOf } from '../outcome';
import type { TaskAccount } from './task-accounts';

/** What has failed by itself, as far as the states of the tasks tell it: their errors have not been asked for. */
export function failuresSoFar(tasks: readonly TaskAccount[]): Failure[] {
  return tasks
    .map(({ latest }) => latest)
    .filter(({ state }) => hasEnded(state) && ['failed', 'timedOut'].includes(outcomeOf(state)))
    .filter(({ state }) => state.result !== 'UPSTREAM_FAILED')
    .map((attempt) => failureOfTask(attempt, undefined));
}
