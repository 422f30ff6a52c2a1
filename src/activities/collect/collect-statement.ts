import type { Outputs } from '../../adapters/storage/outputs';
import { STATEMENT_KEY } from '../../contract/runs/run-result';
import { failureOfStatement } from '../../domain/failures/statement-failure';
import { copyRows } from './copy-rows';
import { type Collected, type Ended, wasToStop } from './ended';
import { keepResult } from './keep-result';
import { needed } from './needed';

/** More than that of one result is not kept. */
const MOST_KEPT_BYTES = 100 * 1024 * 1024;

/** Of a SQL statement: keeps its rows, which Databricks does for an hour only. */
export async function collectStatement(
  { input, row, databricks: { statements } }: Ended,
  outputs: Outputs,
  mostBytes = MOST_KEPT_BYTES,
): Promise<Collected> {
  const { instanceId, runId, outcome } = input;
  const { run, raw } = needed(await statements.read(runId));
  const failures = outcome === 'succeeded' ? [] : [failureOfStatement(run, outcome, wasToStop(row))];
  // By its own id: an instance id that is used again has the blobs of another statement.
  const name = `statement-${runId}`;
  const facts = { taskKey: STATEMENT_KEY, blob: `${name}.json` };
  await outputs.write(instanceId, facts.blob, JSON.stringify(raw));
  const copying = { facts, name, raw, mostBytes, askFor: (index: number) => statements.chunk(runId, index) };
  const { left, problem } =
    outcome === 'succeeded' ? await copyRows(copying, instanceId, outputs) : { left: [], problem: null };
  const { output, ...collected } = await keepResult(row, { failures, left, answers: [facts] }, outputs);
  // Rows would be missing in it, and nobody could tell.
  const whole = problem === null && output !== undefined ? { output } : {};
  return { ...collected, ...whole, outputProblem: problem };
}
