/** How long a caller is told again and again that its run has ended, until it has heard it. */
export const DELIVERY_BUDGET_MS = 24 * 3_600_000;

/** The orchestration of a run ends right after it has asked for its caller to be told. */
export const EARLY_MS = 1_000;
/** Who delivers looks at the budget; should that fail too, nobody tries for ever. */
export const DELIVERY_LIMIT_MS = DELIVERY_BUDGET_MS + 3_600_000;

const SHORTEST_MS = 2_000;
const LONGEST_MS = 600_000;

/** How long to wait before the next try: doubling, unless the receiver says otherwise. */
export function nextDeliveryMs(tries: number, retryAfterMs: number | null): number {
  const doubling = SHORTEST_MS * 2 ** Math.min(Math.max(tries, 1) - 1, 20);
  return Math.min(Math.max(Math.min(doubling, LONGEST_MS), retryAfterMs ?? 0), 6 * LONGEST_MS);
}
