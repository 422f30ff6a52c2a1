import { hasEnded } from '../outcome';
import { phaseOf } from '../phase';
import type { RunTimes, TaskAttempt } from './run-times';
import { type Doing, type Span, spansOf } from './spans';

/** How the time of a run was spent, in milliseconds. All but the whole add up to the whole. */
export interface Phases extends Record<Doing, number> {
  whole: number;
  /** Nothing of it was going on: it waited to try a task again, or to be repaired. */
  idle: number;
}

/** Where several tasks are at different things at once, the first of these counts. */
const ORDER: readonly Doing[] = ['running', 'setup', 'cleanup', 'queued'];

export function phasesOf(times: RunTimes, now: number): Phases {
  const spans = attemptsOf(times).flatMap((attempt) => spansOf(attempt, now));
  const { from, to } = extentOf(times, spans, now);
  const queuedUntil = phaseOf(times.state) === 'queued' ? to : Math.min(from + (times.queueMs ?? 0), to);
  const all: Span[] = [{ doing: 'queued', from, to: queuedUntil }, ...spans];
  const phases: Phases = { whole: to - from, queued: 0, setup: 0, running: 0, cleanup: 0, idle: 0 };
  const turns = turnsOf(all, from, to);
  const going: Record<Doing, number> = { queued: 0, setup: 0, running: 0, cleanup: 0 };
  let since = from;
  for (const { at, doing, change } of turns) {
    phases[ORDER.find((each) => going[each] > 0) ?? 'idle'] += at - since;
    since = at;
    if (doing) going[doing] += change;
  }
  return phases;
}

interface Turn {
  at: number;
  doing: Doing | undefined;
  change: number;
}

/** All beginnings and ends in the order of time, and the end of the whole as the last one. */
function turnsOf(spans: readonly Span[], from: number, to: number): Turn[] {
  const within = (time: number) => Math.min(Math.max(time, from), to);
  const turns = spans.flatMap((span): Turn[] => [
    { at: within(span.from), doing: span.doing, change: 1 },
    { at: within(span.to), doing: span.doing, change: -1 },
  ]);
  return [...turns.sort((one, other) => one.at - other.at), { at: to, doing: undefined, change: 0 }];
}

/** A time in the queue that has no room between the start of the run and its first task was before that start. */
function extentOf({ startedAt, endedAt, queueMs = 0, state }: RunTimes, spans: readonly Span[], now: number) {
  const firstTask = Math.min(...spans.map((span) => span.from));
  const lastTask = Math.max(...spans.map((span) => span.to));
  const begin = startedAt || (Number.isFinite(firstTask) ? firstTask : now);
  const from = Number.isFinite(firstTask) ? Math.min(begin, firstTask - queueMs) : begin;
  const told = endedAt || (Number.isFinite(lastTask) ? lastTask : begin);
  return { from, to: Math.max(from, hasEnded(state) ? told : now) };
}

/** A run of the old kind is its own only task. */
function attemptsOf(times: RunTimes): TaskAttempt[] {
  if (times.attempts.length > 0 || phaseOf(times.state) === 'queued') return times.attempts;
  const { startedAt, endedAt, setupMs, executionMs, cleanupMs, state } = times;
  if (!setupMs && !executionMs && !cleanupMs) return [];
  const own = { startedAt, endedAt, queueMs: undefined, setupMs, executionMs, cleanupMs, state };
  return [{ ...own, key: '', id: '', kind: 'unknown', pageUrl: '', attempt: 0, dependsOn: [], cluster: undefined }];
}
