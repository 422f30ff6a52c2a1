import type { Outcome } from '../../domain/outcome';
import type { RunKind } from './run-kind';

/**
 * What is kept of a run, also when its instance is purged. Its outcome is read from Durable as long as that knows it.
 * Times are ISO texts, and Databricks' ids are text.
 */
export interface RunRow {
  id: string;
  nonce: string;
  submittedAt: string;
  timeoutSeconds: number;
  /** The alias of the workspace. Missing: the default one. */
  workspace?: string | undefined;
  /** What was started. Missing: a job. */
  kind?: RunKind | undefined;
  /** The alias that was asked for, else the id. Empty: no job was asked for. */
  job: string;
  jobId?: string | undefined;
  jobName?: string | undefined;
  /** The application that has started it, where callers sign in. */
  caller?: string | undefined;
  /** Of a run that a table was asked for: the same for all requests that it answers. */
  tableKey?: string | undefined;
  /** Of the run at Databricks, of the update of a pipeline, or of the statement. */
  runId?: string | undefined;
  /** The pipeline whose update this is. */
  pipelineId?: string | undefined;
  pageUrl?: string | undefined;
  /** From here on a start may have reached Databricks. */
  submitTriedAt?: string | undefined;
  /** When that was tried last, if it was tried once more. */
  submitTriedAgainAt?: string | undefined;
  cancelRequestedAt?: string | undefined;
  cancelSentAt?: string | undefined;
  /** Whom to tell of the end, as `toCallbackCell` writes it. Empty once that is done. */
  callback?: string | undefined;
  outcome?: Outcome | undefined;
  /** By the measure of its own request. */
  endedWell?: boolean | undefined;
  code?: string | undefined;
  message?: string | undefined;
  endedAt?: string | undefined;
  /** What became of a run after this app had stopped looking at it. */
  lateOutcome?: Outcome | undefined;
  /** When Databricks was first asked to repair the run since it had ended last. */
  repairTriedAt?: string | undefined;
  /** The latest repair at Databricks before that; empty if there was none. */
  repairBase?: string | undefined;
}
