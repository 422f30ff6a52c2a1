import type { Retention } from '../contract/retention';
import type { RunRow } from '../contract/runs/run-row';
import { DAY_MS, LOOKED_AFTER_MS, MOST_TIMEOUT_SECONDS } from '../contract/runs/times';
import { deadlineOf } from '../domain/deadline';

const MONTH_MS = MOST_TIMEOUT_SECONDS * 1000;

/** Whether it is tried to see this run to its end, while it has none. What could not be done in so long is given up. */
export function isLookedAfter(row: RunRow, now: number): boolean {
  const longest = Math.max(Date.parse(row.submittedAt) + MONTH_MS, deadlineOf(row)); // a repair gives it more time
  return now <= longest + LOOKED_AFTER_MS;
}

/**
 * How long ago a run may have been submitted that is looked after. A run has a month, can be repaired as long as its
 * orchestration is kept, and has another month then.
 */
export const lookBackMs = ({ instancesDays }: Retention): number =>
  MONTH_MS + instancesDays * DAY_MS + MONTH_MS + LOOKED_AFTER_MS;
