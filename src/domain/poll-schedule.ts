const SHORTEST_MS = 2_000;
const LONGEST_MS = 30_000;
/** The longer a run has gone on, the less a moment matters to who waits for it. */
const SHARE_OF_ELAPSED = 0.1;
/** The nearer to the time at which such a run usually ends, before it and after it, the more often. */
const SHARE_OF_DISTANCE = 0.25;
/** Less than this would spin. */
const MINIMUM_MS = 1_000;

export interface PollMoment {
  now: number;
  /** When the run was started. */
  since: number;
  /** When such a run has usually ended. */
  expectedEndAt?: number | undefined;
  /** Asked for by the caller: a fixed interval. */
  fixedMs?: number | undefined;
  /** What Databricks has asked for. */
  retryAfterMs?: number | undefined;
  deadline: number;
}

/** How long to wait until the next look, which is never far past the deadline. */
export function nextPollMs({ now, since, expectedEndAt, fixedMs, retryAfterMs = 0, deadline }: PollMoment): number {
  const distanceMs = expectedEndAt === undefined ? Number.POSITIVE_INFINITY : Math.abs(expectedEndAt - now);
  const wish = Math.max(fixedMs ?? adaptive(Math.max(0, now - since), distanceMs), retryAfterMs);
  return Math.max(MINIMUM_MS, Math.min(wish, deadline - now));
}

function adaptive(elapsedMs: number, distanceMs: number): number {
  const share = Math.min(elapsedMs * SHARE_OF_ELAPSED, distanceMs * SHARE_OF_DISTANCE);
  return Math.min(Math.max(SHORTEST_MS, Math.floor(share)), LONGEST_MS);
}

/** How long to wait before something that got no answer is tried again: doubling, unless Databricks says otherwise. */
export function nextTryMs(tries: number, retryAfterMs = 0): number {
  const doubling = SHORTEST_MS * 2 ** Math.min(Math.max(tries, 1) - 1, 10);
  return Math.max(Math.min(doubling, LONGEST_MS), retryAfterMs);
}
