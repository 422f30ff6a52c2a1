import type { Outcome } from '../../domain/outcome';
import type { Phase } from '../../domain/phase';
import type { RunFacts, RunResult } from './run-result';

/** The custom status of an orchestration: what is known of its run right now. */
export interface RunProgress {
  phase: Phase;
  submittedAt: string;
  timeoutSeconds: number;
  /** The outcomes that count as a failure of this run. */
  failOn: readonly Outcome[];
  run: RunFacts | null;
  /** When Databricks is asked next. */
  nextPollAt: string | null;
  /** The last thing that went wrong and was tolerated, for example that Databricks can't be reached. */
  trouble: string | null;
  cancelRequested: boolean;
  /** Of a run that did not end well, which has no output at the platform. */
  result: RunResult | null;
}
