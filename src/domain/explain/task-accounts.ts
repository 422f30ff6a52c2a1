import type { RunTimes, TaskAttempt } from './run-times';
import { lengthOf, spansOf } from './spans';

/** A task with all of its attempts. Lengths are milliseconds. */
export interface TaskAccount {
  key: string;
  /** The latest attempt. */
  latest: TaskAttempt;
  attempts: number;
  /** Of the latest attempt. */
  queued: number;
  setup: number;
  running: number;
  cleanup: number;
  /** Of all attempts before the latest. */
  earlier: number;
  /** Of all attempts. */
  whole: number;
}

export function taskAccounts({ attempts }: RunTimes, now: number): TaskAccount[] {
  const byKey = Map.groupBy(attempts, ({ key }) => key);
  return [...byKey.values()].flatMap((ofTask) => accountOf(ofTask, now) ?? []);
}

function accountOf(attempts: readonly TaskAttempt[], now: number): TaskAccount | undefined {
  const [latest] = attempts.toSorted((one, other) => other.attempt - one.attempt);
  if (!latest) return undefined;
  const account = { key: latest.key, latest, attempts: attempts.length, queued: 0, setup: 0, running: 0, cleanup: 0 };
  for (const { doing, from, to } of spansOf(latest, now)) account[doing] += to - from;
  const whole = attempts.reduce((sum, attempt) => sum + lengthOf(attempt, now), 0);
  const queued = Math.max(account.queued, latest.queueMs ?? 0);
  return { ...account, queued, earlier: whole - lengthOf(latest, now), whole };
}
