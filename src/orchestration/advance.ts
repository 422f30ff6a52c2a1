import type { CheckResult, CollectResult, SubmitResult, Unavailable } from '../contract/runs/activity-io';
import { deadlineOf } from '../domain/deadline';
import { oneLine } from '../domain/one-line';
import { nextPollMs, nextTryMs } from '../domain/poll-schedule';
import { type EndingText, endFrom, ownEnding, refusedLate } from './endings';
import { type Failing, NOTHING_COLLECTED, type RunState } from './run-state';

/** An activity that threw. It is tried again like everything that could not be done. */
export interface Crashed {
  kind: 'crashed';
  message: string;
}

/** How long being denied the run is tolerated: credentials and permissions are repaired by people. */
const DENIED_BUDGET_MS = 600_000;
/** How long a run that was told to stop may take to do so. */
const STOP_BUDGET_MS = 600_000;
/** How long we try to get the output of a run that has ended, and to write down its end. */
const COLLECT_BUDGET_MS = 600_000;
const STOPPING_POLL_MS = 5_000;

export function afterSubmit(state: RunState, result: SubmitResult | Crashed, now: number): RunState {
  switch (result.kind) {
    case 'started':
      return { ...clear(state), step: 'check', run: startedRun(result.runId), runStartedAt: now, nextAt: now };
    case 'rejected':
      return end(state, result.mayHaveStarted ? refusedLate(result) : { ...result, outcome: 'rejected' }, now);
    case 'canceled':
      return end(state, ownEnding('canceledBeforeStart'), now);
    case 'tooLate': {
      // The row proves that nothing was started, whatever has crashed.
      const code = state.harmlessTryAt ? 'databricksUnavailable' : 'timeoutBeforeStart';
      return end(state, ownEnding(code, reasonIn(state)), now);
    }
    case 'crashed': // nobody knows how far it came
      return tryAgain({ ...state, mayHaveStarted: true }, result, now);
    default: {
      const { mayHaveStarted, triedAt } = result;
      return tryAgain({ ...state, mayHaveStarted, harmlessTryAt: mayHaveStarted ? null : triedAt }, result, now);
    }
  }
}

function tryAgain(before: RunState, result: Unavailable | Crashed, now: number): RunState {
  const state = fail(before, result, now);
  const deadline = deadlineOf(state);
  if (now < deadline) return { ...state, nextAt: Math.min(nextTryAt(state, result, now), deadline) };
  const code = state.mayHaveStarted ? 'startUnconfirmed' : 'databricksUnavailable';
  return end(state, ownEnding(code, reasonIn(state)), now);
}

export function afterCheck(before: RunState, result: CheckResult | Crashed, now: number): RunState {
  const state = { ...before, polls: before.polls + 1 };
  switch (result.kind) {
    case 'ended': {
      const { run, queueSeconds } = result;
      const ending = { ...endFrom(result, wasStopped(state)), at: now };
      return { ...clear(state), step: 'collect', phase: 'ended', run, queueSeconds, ending, nextAt: now };
    }
    case 'going': {
      const { phase, run, cancelRequested, cancelProblem } = result;
      const cancelSeenAt = state.cancelSeenAt ?? (cancelRequested ? now : null);
      const seen = cancelProblem ? fail(state, { message: cancelProblem }, now) : clear(state);
      return waitOn({ ...seen, deniedSince: null, phase, run, cancelSeenAt }, 0, now);
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

export function afterCollect(state: RunState, result: CollectResult | Crashed, now: number): RunState {
  if (result.kind === 'collected') {
    const { kind: _, ...collected } = result;
    return { ...clear(state), step: 'record', collected, nextAt: now };
  }
  const failing = fail(state, result, now);
  if (now < endOfTries(failing))
    return { ...failing, nextAt: Math.min(nextTryAt(failing, result, now), endOfTries(failing)) };
  const collected = { ...NOTHING_COLLECTED, outputProblem: oneLine(result.message) };
  return { ...clear(state), step: 'record', collected, nextAt: now };
}

export function afterRecord(state: RunState, result: { kind: 'recorded' } | Crashed, now: number): RunState {
  if (result.kind === 'recorded') return { ...clear(state), step: 'done' };
  const failing = fail(state, result, now);
  if (now >= endOfTries(failing)) return { ...state, step: 'done' };
  return { ...failing, nextAt: Math.min(nextTryAt(failing, result, now), endOfTries(failing)) };
}

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
  return { ...state, nextAt: now + nextPollMs({ now, since, fixedMs, retryAfterMs, deadline }) };
}

type FailingState = RunState & { failing: Failing };

/** Counts one more try of the present step that came to nothing. */
function fail(state: RunState, { message }: { message: string }, now: number): FailingState {
  const { tries, since } = state.failing ?? { tries: 0, since: now };
  return { ...state, failing: { tries: tries + 1, since, message: oneLine(message) } };
}

const nextTryAt = ({ failing }: FailingState, result: object, now: number): number =>
  now + nextTryMs(failing.tries, retryAfterMsOf(result));

/** Of the output, and of writing down the end: however long Databricks asks us to wait, the caller waits no longer. */
const endOfTries = ({ failing }: FailingState): number => failing.since + COLLECT_BUDGET_MS;

const reasonIn = ({ failing }: RunState): string | undefined => failing?.message;

const retryAfterMsOf = (result: object): number =>
  'retryAfterMs' in result && typeof result.retryAfterMs === 'number' ? result.retryAfterMs : 0;

/** What is too long, in the text of a refusal above all, would not fit into the status of the instance. */
function end(state: RunState, { outcome, code, message }: EndingText, now: number): RunState {
  const ending = { outcome, code, message: message && oneLine(message), at: now };
  return { ...state, step: 'record', phase: 'ended', ending, nextAt: now };
}

const clear = (state: RunState): RunState => ({ ...state, failing: null, deniedSince: null });

const startedRun = (id: string): RunState['run'] => ({
  id,
  jobId: null,
  name: null,
  pageUrl: null,
  state: null,
  message: null,
  tasksDone: 0,
  tasksTotal: 0,
});
