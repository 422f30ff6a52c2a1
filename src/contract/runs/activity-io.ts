import type { Outcome, ReportedOutcome } from '../../domain/outcome';
import type { Phase } from '../../domain/phase';
import type { RunFacts, RunResult } from './run-result';

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
  | { kind: 'rejected'; code: string; message: string; mayHaveStarted: boolean }
  /** A cancel came before anything was started. */
  | { kind: 'canceled' }
  /** The time was up before anything was started. */
  | { kind: 'tooLate' }
  | (Unavailable & { mayHaveStarted: boolean; triedAt: string });

export interface CheckInput {
  instanceId: string;
  nonce: string;
  submittedAt: string;
  runId: string;
  /** The time is up: the run is to be cancelled if it has not ended. */
  stop: boolean;
  now: string;
}

/** `cancelProblem`: why Databricks has not taken the cancel that it was told of just now. */
export type CheckResult =
  | { kind: 'going'; phase: Phase; run: RunFacts; cancelRequested: boolean; cancelProblem: string | null }
  | { kind: 'ended'; outcome: ReportedOutcome; run: RunFacts; queueSeconds: number | null }
  | Unavailable
  /** 401, 403 and "not found": tolerated for a while. */
  | { kind: 'denied'; code: string; message: string };

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
  queueSeconds: number | null;
  correlationId: string | null;
}
