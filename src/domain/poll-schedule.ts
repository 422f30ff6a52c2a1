const SHORTEST_MS = 2_000;
const LONGEST_MS = 30_000;
/** The longer a run has gone on, the less a moment matters to who waits for it. */
const SHARE_OF_ELAPSED = 0.1;
/** Less than this would spin. */
const MINIMUM_MS = 1_000;

export interface PollMoment {
  now: number;
  /** When the run was started. */
  since: number;
  /** Asked for by the caller: a fixed interval. */
  fixedMs?: number | undefined;
  /** What Databricks has asked for. */
  retryAfterMs?: number | undefined;
  deadline: number;
}

/** How long to wait until the next look, which is never far past the deadline. */
export function nextPollMs({ now, since, fixedMs, retryAfterMs = 0, deadline }: PollMoment): number {
  const wish = Math.max(fixedMs ?? adaptive(Math.max(0, now - since)), retryAfterMs);
  return Math.max(MINIMUM_MS, Math.min(wish, deadline - now));
}

function adaptive(elapsedMs: number): number {
  return Math.min(Math.max(SHORTEST_MS, Math.floor(elapsedMs * SHARE_OF_ELAPSED)), LONGEST_MS);
}

/** How long to wait before something that got no answer is tried again: doubling, unless Databricks says otherwise. */
export function nextTryMs(tries: number, retryAfterMs = 0): number {
  const doubling = SHORTEST_MS * 2 ** Math.min(Math.max(tries, 1) - 1, 10);
  return Math.max(Math.min(doubling, LONGEST_MS), retryAfterMs);
}
