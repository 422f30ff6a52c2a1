import type { DatabricksProblem } from '../contract/log-events';
import type { Unavailable } from '../contract/runs/orchestration/activity-io';
import type { Problem } from '../domain/answer';

/** What the log says of a request that did not get what it asked for. The message stays out of it: it may quote anything. */
export function databricksProblemOf(
  { kind, code, throttled }: Problem,
  during: DatabricksProblem['during'],
  runId: string,
): DatabricksProblem {
  return { event: 'databricksProblem', level: 'warning', runId, kind, code, during, throttled: throttled === true };
}

/** What the orchestration is told of a request that is worth another try. */
export function unavailableFor({ code, message, retryAfterMs }: Problem): Unavailable {
  return { kind: 'unavailable', code, message, retryAfterMs: retryAfterMs ?? null };
}
