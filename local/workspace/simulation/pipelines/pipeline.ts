import type { PipelinePermission } from '../../access';
import type { PipelineEvent } from './event';
import type { PipelineProgram } from './pipeline-program';

/** A pipeline of Delta Live Tables, or Lakeflow, as it is called by now. */
export interface Pipeline {
  readonly pipelineId: string;
  readonly name: string;
  readonly creator: string;
  readonly createdAt: number;
  /** Further settings. Only given back, and among them `configuration`, in which people put secrets. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly program: PipelineProgram;
  /** By the name of who was given it. */
  readonly grants: Map<string, PipelinePermission>;
  /** In the order in which they came. */
  readonly updates: Update[];
  readonly events: PipelineEvent[];
  /** There is at most one. */
  active: Update | undefined;
}

export type UpdateState =
  | 'QUEUED'
  | 'CREATED'
  | 'WAITING_FOR_RESOURCES'
  | 'INITIALIZING'
  | 'RESETTING'
  | 'SETTING_UP_TABLES'
  | 'RUNNING'
  | 'STOPPING'
  | 'COMPLETED'
  | 'FAILED'
  | 'CANCELED';

export type UpdateCause = 'API_CALL' | 'JOB_TASK' | 'RETRY_ON_FAILURE';

/** What an update was asked to do. Without selections it is about all tables. */
export interface UpdateWishes {
  readonly fullRefresh: boolean;
  readonly fullRefreshSelection: readonly string[];
  readonly refreshSelection: readonly string[];
  readonly resetCheckpointSelection: readonly string[];
  readonly validateOnly: boolean;
}

export interface Update extends UpdateWishes {
  readonly updateId: string;
  readonly pipeline: Pipeline;
  readonly cause: UpdateCause;
  readonly createdAt: number;
  /** Counts the updates of its pipeline, from 0. */
  readonly order: number;
  state: UpdateState;
  /** What has been refreshed so far, and how. */
  readonly refreshed: { table: string; full: boolean }[];
  readonly whenEnded: (() => void)[];
}

const ENDED: readonly UpdateState[] = ['COMPLETED', 'FAILED', 'CANCELED'];

export const hasEnded = ({ state }: Update): boolean => ENDED.includes(state);

/** Which tables an update is about, in the order of the pipeline, and whether their data is thrown away first. */
export function planOf(update: Update): { table: string; full: boolean }[] {
  const { pipeline, fullRefresh, fullRefreshSelection, refreshSelection } = update;
  const selected = [...fullRefreshSelection, ...refreshSelection];
  return pipeline.program.tables
    .filter((table) => selected.length === 0 || selected.includes(table))
    .map((table) => ({ table, full: fullRefresh || fullRefreshSelection.includes(table) }));
}
