import type { Outcome } from '../../../domain/outcome';
import type { Phase } from '../../../domain/phase';
import type { EarlierTry } from '../earlier-try';
import type { RunFacts, RunResult } from '../run-result';

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
  /** When it has ended if it takes as long as such runs usually do. */
  expectedEndAt?: string | undefined;
  /** The last thing that went wrong and was tolerated, for example that Databricks can't be reached. */
  trouble: string | null;
  cancelRequested: boolean;
  earlier?: readonly EarlierTry[] | undefined;
  repairProblem?: string | undefined;
  /** Of a run that did not end well, which has no output at the platform. */
  result: RunResult | null;
}
