import type { Workspaces } from '../adapters/databricks/workspaces';
import type { Outputs } from '../adapters/storage/outputs';
import type { Runs } from '../adapters/storage/runs';
import { databricksProblemOf, type EventLog } from '../contract/log-events';
import type { CollectInput, CollectResult } from '../contract/runs/orchestration/activity-io';
import { collectStatement } from './collect/collect-statement';
import { collectTasks } from './collect/collect-tasks';
import { collectUpdate } from './collect/collect-update';
import type { Collected, Ended } from './collect/ended';
import { ProblemFound } from './collect/needed';
import { unavailableFor } from './unavailable';

export interface CollectTools {
  workspaces: Workspaces;
  runs: Runs;
  outputs: Outputs;
  log: EventLog;
}

/** Keeps what a run has left, and why it failed: at Databricks it is gone after a while. */
export async function collectOutput(input: CollectInput, tools: CollectTools): Promise<CollectResult> {
  const { workspaces, runs, outputs, log } = tools;
  const row = await runs.read(input.instanceId);
  if (row?.runId !== input.runId) throw new Error('This app has not started that run.');
  const databricks = workspaces.find(row.workspace)?.databricks;
  if (!databricks) throw new Error('The workspace of this run is no longer set up.');
  try {
    return await collect({ input, row, databricks }, outputs);
  } catch (error) {
    if (!(error instanceof ProblemFound)) throw error;
    log(databricksProblemOf(error.problem, 'collect', input.instanceId));
    return unavailableFor(error.problem);
  }
}

function collect(ended: Ended, outputs: Outputs): Promise<Collected> {
  switch (ended.row.kind) {
    case 'sql':
      return collectStatement(ended, outputs);
    case 'pipeline':
      return collectUpdate(ended, outputs);
    default:
      return collectTasks(ended, outputs);
  }
}
