import type { CheckResult } from '../../contract/runs/orchestration/activity-io';
import { deadlineOf } from '../../domain/deadline';
import { nextPollMs } from '../../domain/poll-schedule';
import { endFrom, ownEnding } from '../endings';
import { expectedEnd } from '../expected-end';
import type { RunState } from '../run-state';
import { end } from './end';
import { type Crashed, clear, fail, reasonIn, retryAfterMsOf } from './failing';

/** How long being denied the run is tolerated: credentials and permissions are repaired by people. */
const DENIED_BUDGET_MS = 600_000;
/** How long a run that was told to stop may take to do so. */
const STOP_BUDGET_MS = 600_000;
const STOPPING_POLL_MS = 5_000;
/** A webhook may say that a run has ended while Databricks still cleans up behind it. */
const ENDING_POLL_MS = 5_000;

export function afterCheck(before: RunState, result: CheckResult | Crashed, now: number): RunState {
  const state = { ...before, polls: before.polls + 1 };
  switch (result.kind) {
    case 'ended': {
      const { run, queueSeconds, cancelRequested } = result;
      const cancelSeenAt = state.cancelSeenAt ?? (cancelRequested ? now : null);
      const ending = { ...endFrom(result, wasStopped(state)), at: now };
      const ended = { step: 'collect', phase: 'ended', run, queueSeconds, ending, cancelSeenAt, nextAt: now } as const;
      return { ...clear(state), ...ended };
    }
    case 'going': {
      const { phase, run, cancelRequested, cancelProblem, queueSeconds = null, usualMs = state.usualMs } = result;
      const cancelSeenAt = state.cancelSeenAt ?? (cancelRequested ? now : null);
      const seen = cancelProblem ? fail(state, { message: cancelProblem }, now) : clear(state);
      const waiting = waitOn({ ...seen, deniedSince: null, phase, run, cancelSeenAt, queueSeconds, usualMs }, 0, now);
      return phase === 'ending' ? { ...waiting, nextAt: Math.min(waiting.nextAt, now + ENDING_POLL_MS) } : waiting;
    }
    case 'denied': {
      const deniedSince = state.deniedSince ?? now;
      if (now - deniedSince < DENIED_BUDGET_MS) return waitOn({ ...fail(state, result, now), deniedSince }, 0, now);
      return end(state, { outcome: 'unknown', code: result.code, message: result.message }, now);
    }
    default: {
      const failing = { ...fail(state, result, now), deniedSince: null };
      return waitOn(failing, retryAfterMsOf(result), now);
    }
  }
}

/** By us, because its time was up, and not by somebody before that. */
const wasStopped = ({ stoppingSince, cancelSeenAt }: RunState): boolean =>
  stoppingSince !== null && (cancelSeenAt === null || cancelSeenAt > stoppingSince);

/** The next look at a run that goes on; what happens when its time is up is decided here. */
function waitOn(state: RunState, retryAfterMs: number, now: number): RunState {
  const deadline = deadlineOf(state);
  const { stoppingSince, policy, runStartedAt, cancelSeenAt } = state;
  if (stoppingSince !== null) {
    const last = stoppingSince + STOP_BUDGET_MS;
    if (now >= last) return end(state, ownEnding('cancelUnconfirmed', reasonIn(state)), now);
    return { ...state, nextAt: Math.min(now + Math.max(STOPPING_POLL_MS, retryAfterMs), last) };
  }
  if (now >= deadline) {
    if (policy.onTimeout === 'detach') return end(state, ownEnding('detached'), now);
    return { ...state, stoppingSince: now, nextAt: now };
  }
  const since = cancelSeenAt ?? runStartedAt ?? now; // who cancels waits for the end from then on
  const fixedMs = cancelSeenAt === null ? (policy.pollMs ?? undefined) : undefined;
  const expectedEndAt = expectedEnd(state) ?? undefined;
  return { ...state, nextAt: now + nextPollMs({ now, since, expectedEndAt, fixedMs, retryAfterMs, deadline }) };
}
