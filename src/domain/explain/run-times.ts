import type { ReportedState } from '../run';

/** When a run, and each attempt of each of its tasks, began, waited, worked and ended. Times are epoch milliseconds. */
export interface RunTimes extends Times {
  jobId: string | undefined;
  state: ReportedState;
  queue: QueueReason | undefined;
  /** Every attempt of every task. None: the run is of the old kind, and its own times are those of its only task. */
  attempts: TaskAttempt[];
}

export interface Times {
  startedAt: number | undefined;
  endedAt: number | undefined;
  queueMs: number | undefined;
  setupMs: number | undefined;
  executionMs: number | undefined;
  cleanupMs: number | undefined;
}

/** Why something waits in a queue right now. The code may be one that nobody knows yet. */
export interface QueueReason {
  code: string | undefined;
  message: string | undefined;
}

export interface TaskAttempt extends Times {
  key: string;
  id: string;
  kind: string;
  pageUrl: string;
  /** Counted from 0. */
  attempt: number;
  state: ReportedState;
  dependsOn: string[];
  /** Missing: it has none that anybody could look at, or none yet. */
  cluster: UsedCluster | undefined;
}

export interface UsedCluster {
  id: string;
  /** Whether it was there before the run, or was made for it. */
  kind: 'existing' | 'job';
}
