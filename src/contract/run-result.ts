import type { Failure } from '../domain/failure';
import type { Outcome } from '../domain/outcome';

/** One output that a run has left: of a task, or of a task of a run that a task started. */
export interface OutputSummary {
  taskKey: string;
  /** The name of the blob that holds Databricks' answer. */
  blob: string;
  /** Whether the task ended by handing over a value, or only left logs. */
  kind: 'value' | 'logs';
  bytes: number;
  truncated: boolean;
}

/** The end of a run: what the orchestration returns, or leaves in its status before it fails. */
export interface RunResult {
  outcome: Outcome;
  /** Stable, of an end that is not `succeeded`. */
  code: string | null;
  message: string | null;
  submittedAt: string;
  endedAt: string;
  run: RunFacts | null;
  failures: Failure[];
  failuresOmitted: number;
  /** The output itself, while it is small. */
  output?: unknown;
  /** More than one task has an output. */
  outputs?: Record<string, unknown> | undefined;
  outputBytes: number;
  /** Databricks has cut the output. */
  outputTruncated: boolean;
  /** Why the output could not be had, of a run that did end. */
  outputProblem: string | null;
}

export interface RunFacts {
  id: string;
  jobId: string | null;
  name: string | null;
  pageUrl: string | null;
  state: string | null;
  message: string | null;
  tasksDone: number;
  tasksTotal: number;
}

export const RESULT_BLOB = 'result.json';

/** Everything about the end of a run. */
export interface StoredResult {
  failures: Failure[];
  outputs: OutputSummary[];
  /** Every task that was asked, and the blob with Databricks' answer. */
  answers: { taskKey: string; blob: string }[];
}
