import type { Databricks } from '../../adapters/databricks/databricks';
import type { CollectInput, CollectResult } from '../../contract/runs/orchestration/activity-io';
import type { RunRow } from '../../contract/runs/run-row';

/** A run of ours that has ended, and where it is. */
export interface Ended {
  input: CollectInput;
  row: RunRow;
  databricks: Databricks;
}

export type Collected = Extract<CollectResult, { kind: 'collected' }>;

/** Whether this app was asked to cancel the run. */
export const wasToStop = ({ cancelRequestedAt }: RunRow): boolean => cancelRequestedAt !== undefined;
