import type { CollectInput, CollectResult } from '../contract/runs/activity-io';
import { collectStatement } from './collect-statement';
import { type CollectTasksTools, collectTasks } from './collect-tasks';
import { collectUpdate } from './collect-update';

export type CollectTools = CollectTasksTools;

/** Keeps what a run has left: at Databricks it is gone after a while. */
export async function collectOutput(input: CollectInput, tools: CollectTools): Promise<CollectResult> {
  const row = await tools.runs.read(input.instanceId);
  switch (row?.kind) {
    case 'sql':
      return collectStatement(input, tools);
    case 'pipeline':
      return collectUpdate(input, tools);
    default:
      return collectTasks(input, tools);
  }
}
