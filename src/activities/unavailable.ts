import type { Unavailable } from '../contract/runs/orchestration/activity-io';
import type { Problem } from '../domain/answer';

/** What the orchestration is told of a request that is worth another try. */
export function unavailableFor({ code, message, retryAfterMs }: Problem): Unavailable {
  return { kind: 'unavailable', code, message, retryAfterMs: retryAfterMs ?? null };
}
