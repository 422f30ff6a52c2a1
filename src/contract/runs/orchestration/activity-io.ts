import type { Outcome, ReportedOutcome } from '../../../domain/outcome';
import type { Phase } from '../../../domain/phase';
import type { RunEndCode } from '../../codes';
import type { RepairWish } from '../request/repair-wish';
import type { RunFacts, RunResult } from '../run-result';

/** Something that could not be done now, and is worth another try. */
export interface Unavailable {
  kind: 'unavailable';
  code: string;
  message: string;
  retryAfterMs: number | null;
}

export interface SubmitInput {
  instanceId: string;
  nonce: string;
  attempt: number;
  /** When that attempt began, if it is not the first one. */
  attemptAt: string | null;
  request: string;
  submittedAt: string;
  timeoutSeconds: number;
  /** When the last try was made, if it and all before it are known to have started nothing. */
  harmlessTryAt: string | null;
  correlationId: string | null;
  now: string;
}

/** Where it says so, this try or an earlier one may have started the run although no answer came. */
export type SubmitResult =
  | { kind: 'started'; runId: string }
  | { kind: 'rejected'; code: RunEndCode; message: string; mayHaveStarted: boolean }
  /** A cancel came before anything was started. */
  | { kind: 'canceled' }
  /** The time was up before anything was started. */
  | { kind: 'tooLate' }
  | Early
  | (Unavailable & { mayHaveStarted: boolean; triedAt: string });

/** Whether the runs that have to end before this one have ended. */
export interface TurnInput {
  instanceId: string;
  nonce: string;
  submittedAt: string;
  /** Runs of ours. */
  after: readonly string[];
  now: string;
}

export type TurnResult =
  | { kind: 'clear' }
  /** For those that still go on. */
  | { kind: 'waiting'; after: readonly string[] }
  /** A cancel came before anything was started. */
  | { kind: 'canceled' };

/** Something has woken the run in a pause. It is not over, and nobody wants the run cancelled. */
interface Early {
  kind: 'early';
}

export interface RepairInput {
  instanceId: string;
  nonce: string;
  /** When this life of the run began, which counts for its time. */
  submittedAt: string;
  timeoutSeconds: number;
  /** When this try begins: not before, and what the row says of earlier ones does not count. */
  attemptAt: string;
  /** It was asked for, and is not a further try of the same life: wishes of the time before do not count either. */
  isAnew: boolean;
  request: string;
  repair: RepairWish;
  correlationId: string | null;
  now: string;
}

export type RepairResult =
  /** The run goes on at Databricks. */
  | { kind: 'started'; runId: string }
  /** Nothing of it was run once more, for this reason. */
  | { kind: 'notRepaired'; runId: string; message: string }
  | Early
  /** There is no run to repair. */
  | { kind: 'rejected'; code: RunEndCode; message: string }
  | Unavailable;

export interface CheckInput {
  instanceId: string;
  nonce: string;
  submittedAt: string;
  runId: string;
  /** The time is up: the run is to be cancelled if it has not ended. */
  stop: boolean;
  /** How long such runs usually take is to be found out, if this one goes on. */
  wantsUsual?: boolean | undefined;
  now: string;
}

/** `cancelProblem`: why Databricks has not taken the cancel that it was told of just now. */
export type CheckResult =
  | {
      kind: 'going';
      phase: Phase;
      run: RunFacts;
      cancelRequested: boolean;
      cancelProblem: string | null;
      /** So far. */
      queueSeconds?: number | null | undefined;
      /** How long the job's runs usually take. Null: nobody knows. Missing: it was not to be found out. */
      usualMs?: number | null | undefined;
    }
  | {
      kind: 'ended';
      outcome: ReportedOutcome;
      run: RunFacts;
      queueSeconds: number | null;
      cancelRequested?: boolean | undefined;
    }
  | Unavailable
  /** 401, 403 and "not found": tolerated for a while. */
  | { kind: 'denied'; code: RunEndCode; message: string };

export interface CollectInput {
  instanceId: string;
  runId: string;
  outcome: Outcome;
  /** Whose outputs are wanted. Null, or missing: those of all tasks. */
  outputTasks?: readonly string[] | null | undefined;
}

export type CollectResult = ({ kind: 'collected' } & CollectedOutput) | Unavailable;

/** What is small enough to go through the history; all of it is in the blobs. */
export type CollectedOutput = Pick<
  RunResult,
  'failures' | 'failuresOmitted' | 'output' | 'outputs' | 'outputBytes' | 'outputTruncated' | 'outputProblem'
>;

export interface RecordInput {
  instanceId: string;
  outcome: Outcome;
  endedWell: boolean;
  code: string | null;
  message: string | null;
  submittedAt: string;
  endedAt: string;
  run: RunFacts | null;
  polls: number;
  /** How often it was begun: with each repair, and each try again. */
  tries: number;
  queueSeconds: number | null;
  correlationId: string | null;
}
