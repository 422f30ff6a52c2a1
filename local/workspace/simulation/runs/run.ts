import type { Cluster } from '../clusters/cluster';
import type { Update } from '../pipelines/pipeline';
import type { JobSettings, TaskSettings } from '../settings';
import type { Ending, StopReason } from './ending';

export interface Job {
  readonly jobId: bigint;
  readonly creator: string;
  readonly createdAt: number;
  /** Its runs and their tasks get ids above 2^53, too. */
  readonly giantIds: boolean;
  settings: JobSettings;
}

/** Whatever a caller passed to this run instead of what the job says: `job_parameters`, `notebook_params` and so on. */
export type Overrides = Readonly<Record<string, unknown>>;

export interface QueueDetails {
  code: 'ACTIVE_RUNS_LIMIT_REACHED' | 'MAX_CONCURRENT_RUNS_REACHED' | 'ACTIVE_RUN_JOB_TASKS_LIMIT_REACHED';
  message: string;
}

export interface Run {
  readonly runId: bigint;
  readonly jobId: bigint;
  readonly type: 'JOB_RUN' | 'SUBMIT_RUN';
  readonly creator: string;
  /** As they were when the run was made: a later change of the job does not touch it. */
  readonly settings: JobSettings;
  readonly giantIds: boolean;
  readonly createdAt: number;
  readonly trigger: 'ONE_TIME' | 'RUN_JOB_TASK';
  readonly idempotencyToken: string | undefined;
  /** Counts the runs of the workspace; lists are in this order. */
  readonly order: number;
  readonly queueEnabled: boolean;
  overrides: Overrides;
  /** The task keys that were asked for; all of them when undefined. */
  readonly only: ReadonlySet<string> | undefined;
  queuedFor: QueueDetails | undefined;
  /** When it left the queue, or began at once; again when it is repaired. */
  startedAt: number | undefined;
  endedAt: number | undefined;
  ending: Ending | undefined;
  stopping: StopReason | undefined;
  /** One row for each attempt of each task. */
  rows: TaskRun[];
  history: RepairEntry[];
  whenEnded: (() => void)[];
}

/** The first go of a run, or one of its repairs. */
export interface RepairEntry {
  repairId: bigint | undefined;
  startedAt: number;
  endedAt: number | undefined;
  ending: Ending | undefined;
  rows: TaskRun[];
}

export type TaskPhase = 'BLOCKED' | 'PENDING' | 'RUNNING' | 'TERMINATING' | 'WAITING_FOR_RETRY' | 'ENDED';

export interface TaskRun {
  readonly runId: bigint;
  readonly run: Run;
  readonly task: TaskSettings;
  readonly attempt: number;
  readonly originalRunId: bigint;
  /** What `{{input}}` stands for, in an iteration of a for-each task. */
  readonly input: unknown;
  phase: TaskPhase;
  startedAt: number | undefined;
  runningAt: number | undefined;
  terminatingAt: number | undefined;
  endedAt: number | undefined;
  ending: Ending | undefined;
  stopping: StopReason | undefined;
  whenEnded: (() => void) | undefined;
  produced: Produced;
  /** Undefined for one that needs none, and for one that is serverless. */
  cluster: Cluster | undefined;
  /** Of a condition task: the branch it took. */
  outcome: 'true' | 'false' | undefined;
  /** Of a run-job task: the run it started. */
  childRun: Run | undefined;
  /** Of a pipeline task. */
  pipelineUpdate: Update | undefined;
  /** Of a for-each task. */
  iterations: TaskRun[] | undefined;
  inputCount: number;
}

/** What the workload left behind. */
export interface Produced {
  /** Undefined if the notebook never called `dbutils.notebook.exit`. */
  result?: string;
  logs?: string;
  /** Of a dashboard: what it shows, or its pages. */
  widgets?: readonly Widget[];
  /** Of an alert: `OK` or `TRIGGERED`. */
  verdict?: string;
  error?: string;
  trace?: string;
}

export interface Widget {
  title: string;
  /** Why it could not be drawn. */
  error?: string;
}

/** Of each task only its latest attempt counts. */
export function latestRows(rows: readonly TaskRun[]): TaskRun[] {
  const latest = new Map<string, TaskRun>();
  for (const row of rows) latest.set(row.task.task_key, row);
  return [...latest.values()];
}
