import type { Outputs } from '../../adapters/storage/outputs';
import { failuresOfUpdate } from '../../domain/failures/pipeline-failure';
import { type Collected, type Ended, wasToStop } from './ended';
import { keepResult } from './keep-result';
import { needed } from './needed';

/** Of an update of a pipeline: what it has made are tables, so there is no output, and its failures are in its event log. */
export async function collectUpdate(
  { input, row, databricks: { pipelines } }: Ended,
  outputs: Outputs,
): Promise<Collected> {
  const { runId, outcome } = input;
  const { pipelineId } = row;
  if (pipelineId === undefined) throw new Error('This app has not started that update.');
  const run = needed(await pipelines.update(pipelineId, runId));
  const told = outcome === 'succeeded' ? undefined : await pipelines.errors(pipelineId, runId);
  // The log may be closed to us, or gone: the update has ended all the same.
  const errors = told && (told.ok || told.problem.kind === 'unavailable') ? needed(told) : [];
  const failures = failuresOfUpdate(run, outcome, errors, wasToStop(row));
  return { ...(await keepResult(row, { failures, left: [], answers: [] }, outputs)), outputProblem: null };
}
