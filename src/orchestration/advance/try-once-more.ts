import { type EarlierTry, MOST_EARLIER } from '../../contract/runs/earlier-try';
import type { RepairWish } from '../../contract/runs/request/repair-wish';
import { deadlineOf } from '../../domain/deadline';
import { mayRetry } from '../../domain/failures/retry-policy';
import type { RunState } from '../run-state';

const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 600_000;

/** Capacity and clouds take a while to come back. */
const pauseMs = (retries: number): number => Math.min(FIRST_PAUSE_MS * 2 ** retries, LONGEST_PAUSE_MS);

export const ALL_THAT_FAILED: RepairWish = { tasks: null, dependents: false };

/** Whether a run that has ended, and whose failures are known, is tried again as its request wished. */
export function isWorthAnotherTry(state: RunState, now: number): boolean {
  const { policy, ending, collected, retries, cancelSeenAt, stoppingSince, repairProblem } = state;
  const { retry } = policy;
  if (!retry || !ending || !collected || retries >= retry.times) return false;
  if (cancelSeenAt !== null || stoppingSince !== null || repairProblem !== null) return false; // nobody wants it any more
  if (now + pauseMs(retries) >= deadlineOf(state) || !policy.failOn.includes(ending.outcome)) return false;
  return mayRetry({ outcome: ending.outcome, failures: collected.failures, on: retry.on });
}

/** What has failed is repaired; where nothing ran that could be, a new run is started. */
export function tryOnceMore(state: RunState, now: number): RunState {
  const { policy, ending, retries } = state;
  const attemptAt = now + pauseMs(retries);
  const again: RunState = {
    ...state,
    attemptAt,
    retries: retries + 1,
    earlier: [...state.earlier, presentTry(state)].slice(-MOST_EARLIER),
    phase: 'pending',
    ending: null,
    queueSeconds: null,
    collected: null,
    nextAt: attemptAt,
  };
  if (policy.isRepairable && ending?.outcome !== 'skipped') {
    return { ...again, step: 'repair', repair: ALL_THAT_FAILED };
  }
  const { run, queueSeconds, collected } = state;
  return {
    ...again,
    step: 'submit',
    attempt: state.attempt + 1,
    repair: null,
    run: null,
    runStartedAt: null,
    mayHaveStarted: false,
    harmlessTryAt: null,
    fallback: { run, ending, queueSeconds, collected },
  };
}

function presentTry({ repair, run, ending }: RunState): EarlierTry {
  if (!ending) throw new Error('A run that has not ended can not be tried again.');
  const { outcome, code, at } = ending;
  return {
    how: repair ? 'repair' : 'start',
    runId: run?.id ?? null,
    outcome,
    code,
    endedAt: new Date(at).toISOString(),
  };
}
