import { hasEnded } from '../outcome';
import { phaseOf } from '../phase';
import type { TaskAttempt } from './run-times';

export type Doing = 'queued' | 'setup' | 'running' | 'cleanup';

/** What an attempt did from one time to another. */
export interface Span {
  doing: Doing;
  from: number;
  to: number;
}

/** These need no machines of their own, so that they never wait for any. */
const WITHOUT_CLUSTER = ['condition_task', 'run_job_task', 'for_each_task', 'pipeline_task', 'sql_task'];

/** The life of an attempt so far, without gaps. Databricks says how long each part took, and how long all of it. */
export function spansOf(attempt: TaskAttempt, now: number): Span[] {
  const { startedAt, setupMs = 0, executionMs = 0, state } = attempt;
  if (!startedAt) return [];
  const end = Math.max(startedAt, endOf(attempt, now));
  const phase = phaseOf(state);
  if (phase === 'queued') return [{ doing: 'queued', from: startedAt, to: end }];
  const isUnmeasured = executionMs === 0 && setupMs === 0;
  const neverRan = isUnmeasured && state.result !== 'SUCCESS' && !WITHOUT_CLUSTER.includes(attempt.kind);
  if (phase === 'pending' || (phase === 'ended' && neverRan)) return [{ doing: 'setup', from: startedAt, to: end }];
  const isUp = Math.min(startedAt + setupMs, end);
  const isDone = phase === 'running' || executionMs === 0 ? end : Math.min(isUp + executionMs, end);
  const spans: Span[] = [
    { doing: 'setup', from: startedAt, to: isUp },
    { doing: 'running', from: isUp, to: isDone },
    { doing: 'cleanup', from: isDone, to: end },
  ];
  return spans.filter(({ from, to }) => to > from);
}

function endOf(
  { startedAt = 0, endedAt, setupMs = 0, executionMs = 0, cleanupMs = 0, state }: TaskAttempt,
  now: number,
) {
  if (endedAt) return endedAt;
  return hasEnded(state) ? startedAt + setupMs + executionMs + cleanupMs : now;
}

/** How long an attempt has taken so far. */
export const lengthOf = (attempt: TaskAttempt, now: number): number =>
  spansOf(attempt, now).reduce((sum, { from, to }) => sum + to - from, 0);
