import type { EarlierTry } from '../contract/runs/earlier-try';
import type { CollectedOutput } from '../contract/runs/orchestration/activity-io';
import { readRunJobInput, type Wishes, wishesOf } from '../contract/runs/orchestration/run-job-input';
import type { RepairWish } from '../contract/runs/request/repair-wish';
import type { RunFacts } from '../contract/runs/run-result';
import type { Outcome } from '../domain/outcome';
import type { Phase } from '../domain/phase';

export type Step = 'turn' | 'submit' | 'repair' | 'check' | 'collect' | 'record' | 'done';

/** Everything that a run's orchestration knows, carried from one generation to the next. Times are in milliseconds. */
export interface RunState {
  step: Step;
  /** Of which instance this is: a restart under another id begins anew. */
  instanceId: string;
  nonce: string;
  /** Runs of ours that have to end before this one may start. */
  after: readonly string[];
  /** Each attempt starts a run of its own at Databricks. */
  attempt: number;
  /** When the present attempt or repair began, if it was not the beginning of all. Nothing of it is done before. */
  attemptAt: number | null;
  /** How long a repair on request may take. */
  repairSeconds: number | null;
  /** What of the run is run once more. Null: it is started. */
  repair: RepairWish | null;
  /** How often it was tried again by itself. */
  retries: number;
  /** How it had ended before. */
  earlier: readonly EarlierTry[];
  /** What counts if a further attempt can't be started. */
  fallback: Fallback | null;
  /** Why the last repair, or the last try again, came to nothing. */
  repairProblem: string | null;
  /** JSON text: see `RunJobInput`. */
  request: string;
  policy: Policy;
  submittedAt: number;
  timeoutSeconds: number;
  correlationId: string | null;
  phase: Phase;
  /** How often Databricks was asked how the run stands. */
  polls: number;
  run: RunFacts | null;
  runStartedAt: number | null;
  /** How long the job's runs usually take. Null: nobody knows. Undefined: nobody was asked yet. */
  usualMs: number | null | undefined;
  /** When it was first seen that somebody wants the run cancelled. */
  cancelSeenAt: number | null;
  /** A start was tried, and may have reached Databricks although nothing came back. */
  mayHaveStarted: boolean;
  /** See `SubmitInput`. */
  harmlessTryAt: string | null;
  /** How often in a row the present step could not be done, since when, and why. */
  failing: Failing | null;
  /** Since when Databricks denies us the run. */
  deniedSince: number | null;
  /** Since when we are stopping the run because its time is up. */
  stoppingSince: number | null;
  ending: Ending | null;
  /** How long the run has waited in the queue of Databricks, as far as is known. */
  queueSeconds: number | null;
  collected: CollectedOutput | null;
  /** When the next step is due. */
  nextAt: number;
}

export type Policy = Omit<Wishes, 'timeoutSeconds'>;

/** Of a run that has ended. */
export type Fallback = Pick<RunState, 'run' | 'ending' | 'queueSeconds' | 'collected'>;

export interface Failing {
  tries: number;
  since: number;
  message: string;
}

export interface Ending {
  outcome: Outcome;
  code: string | null;
  message: string | null;
  at: number;
}

/**
 * The first state, or the one that the last generation of the same instance has left: a version of the app may have
 * made it that did not know of every field.
 */
export function resume(input: unknown, instanceId: string, now: number, newNonce: () => string): RunState {
  const told = readRunJobInput(input);
  const owner = told.instanceId === instanceId ? told : undefined;
  const { timeoutSeconds, ...policy } = wishesOf(told.request);
  const first: RunState = {
    step: owner?.repair ? 'repair' : owner?.after?.length ? 'turn' : 'submit',
    instanceId,
    nonce: owner?.nonce ?? newNonce(),
    after: owner?.after ?? [],
    attempt: 1,
    attemptAt: owner?.repairAt ? Date.parse(owner.repairAt) : null,
    repairSeconds: owner?.repairSeconds ?? null,
    repair: owner?.repair ?? null,
    retries: 0,
    earlier: owner?.earlier ?? [],
    fallback: null,
    repairProblem: null,
    request: told.request,
    policy,
    submittedAt: owner?.submittedAt ? Math.min(Date.parse(owner.submittedAt), now) : now,
    timeoutSeconds: told.timeoutSeconds ?? timeoutSeconds,
    correlationId: owner?.correlationId ?? null,
    phase: 'pending',
    polls: 0,
    run: owner?.run ?? null,
    runStartedAt: null,
    usualMs: undefined,
    cancelSeenAt: null,
    mayHaveStarted: false,
    harmlessTryAt: null,
    failing: null,
    deniedSince: null,
    stoppingSince: null,
    ending: null,
    queueSeconds: null,
    collected: null,
    nextAt: now,
  };
  return isStateOf(input, instanceId) ? { ...first, ...input, policy } : first;
}

/** Only this orchestration makes such an input, by continuing as new. Whoever forges one gets no further with it. */
function isStateOf(input: unknown, instanceId: string): input is RunState {
  return (
    typeof input === 'object' && input !== null && 'step' in input && (input as RunState).instanceId === instanceId
  );
}

/** Of a run that has none, or whose output could not be had. */
export const NOTHING_COLLECTED: CollectedOutput = {
  failures: [],
  failuresOmitted: 0,
  outputBytes: 0,
  outputTruncated: false,
  outputProblem: null,
};
