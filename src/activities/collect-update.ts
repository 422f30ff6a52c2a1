import type { Workspaces } from '../adapters/databricks/workspaces';
import type { Outputs } from '../adapters/storage/outputs';
import type { Runs } from '../adapters/storage/runs';
import type { EventLog } from '../contract/log-events';
import type { CollectInput, CollectResult } from '../contract/runs/activity-io';
import { RESULT_BLOB, type StoredResult } from '../contract/runs/run-result';
import type { Answer } from '../domain/answer';
import { shortFailures } from '../domain/failure';
import { failuresOfUpdate } from '../domain/pipeline-failure';
import { databricksProblemOf, unavailableFor } from './databricks-problem';
import { ProblemFound } from './in-parallel';
import { inlineOutput } from './inline-output';

interface Tools {
  workspaces: Workspaces;
  runs: Runs;
  outputs: Outputs;
  log: EventLog;
}

/** Of an update of a pipeline: what it has made are tables, so there is no output, and its failures are in its event log. */
export async function collectUpdate(
  { instanceId, runId, outcome }: CollectInput,
  { workspaces, runs, outputs, log }: Tools,
): Promise<CollectResult> {
  const row = await runs.read(instanceId);
  const { pipelineId } = row ?? {};
  if (row?.runId !== runId || pipelineId === undefined) throw new Error('This app has not started that update.');
  const pipelines = workspaces.find(row.workspace)?.databricks.pipelines;
  if (!pipelines) throw new Error('The workspace of this run is no longer set up.');
  try {
    const run = needed(await pipelines.update(pipelineId, runId));
    const told = outcome === 'succeeded' ? undefined : await pipelines.errors(pipelineId, runId);
    // The log may be closed to us, or gone: the update has ended all the same.
    const errors = told && (told.ok || told.problem.kind === 'unavailable') ? needed(told) : [];
    const failures = failuresOfUpdate(run, outcome, errors);
    const stored: StoredResult = { failures, outputs: [], answers: [] };
    await outputs.write(instanceId, RESULT_BLOB, JSON.stringify(stored));
    return { kind: 'collected', ...shortFailures(failures), ...inlineOutput([]), outputProblem: null };
  } catch (error) {
    if (!(error instanceof ProblemFound)) throw error;
    log(databricksProblemOf(error.problem, 'collect', instanceId));
    return unavailableFor(error.problem);
  }
}

function needed<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new ProblemFound(answer.problem);
  return answer.value;
}
