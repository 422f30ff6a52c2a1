import type { RunState } from './run-state';

/**
 * When the run ends if it takes as long as the job's runs usually do. The time in the queue comes on top of that, and
 * nobody knows it before it is over. What is repaired is only a part of a run, and what is cancelled ends sooner.
 */
export function expectedEnd(state: RunState): number | null {
  const { usualMs, runStartedAt, queueSeconds, phase, repair, cancelSeenAt, stoppingSince, ending } = state;
  const isUsual = repair === null && cancelSeenAt === null && stoppingSince === null && !ending;
  if (!usualMs || runStartedAt === null || phase === 'queued' || !isUsual) return null;
  return Math.round(runStartedAt + (queueSeconds ?? 0) * 1000 + usualMs);
}
