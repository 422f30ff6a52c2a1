import { hasEnded, outcomeOf } from '../outcome';
import type { TaskAccount } from './task-accounts';

/** Each cluster that can tell something costs a request. */
export const MOST_CLUSTERS = 5;

/** The clusters of the run: first those of tasks that did not end well, then those that took the longest to set up. */
export function clustersToAsk(tasks: readonly TaskAccount[]): string[] {
  const isBad = ({ latest: { state } }: TaskAccount) => hasEnded(state) && outcomeOf(state) !== 'succeeded';
  const inTurn = tasks.toSorted(
    (one, other) => Number(isBad(other)) - Number(isBad(one)) || other.setup - one.setup || other.whole - one.whole,
  );
  return [...new Set(inTurn.flatMap(({ latest }) => latest.cluster?.id ?? []))];
}
