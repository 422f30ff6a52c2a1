import type { Statements } from '../adapters/databricks/statements';
import type { Workspaces } from '../adapters/databricks/workspaces';
import type { Outputs } from '../adapters/storage/outputs';
import type { Runs } from '../adapters/storage/runs';
import type { EventLog } from '../contract/log-events';
import type { CollectInput, CollectResult } from '../contract/runs/activity-io';
import { RESULT_BLOB, STATEMENT_KEY, type StoredResult } from '../contract/runs/run-result';
import type { Answer } from '../domain/answer';
import { shortFailures } from '../domain/failure';
import { failureOfStatement } from '../domain/sql/statement-failure';
import { copyRows } from './copy-rows';
import { databricksProblemOf, unavailableFor } from './databricks-problem';
import { ProblemFound } from './in-parallel';
import { inlineOutput } from './inline-output';

export interface CollectStatementTools {
  workspaces: Workspaces;
  runs: Runs;
  outputs: Outputs;
  log: EventLog;
}

/** More than that of one result is not kept. */
const MOST_KEPT_BYTES = 100 * 1024 * 1024;

/** Holds what Databricks says of the statement, but for its rows. */
const STATEMENT_BLOB = 'statement.json';

/** Of a SQL statement: keeps its rows, which Databricks does for an hour only. */
export async function collectStatement(
  { instanceId, runId, outcome }: CollectInput,
  { workspaces, runs, outputs, log }: CollectStatementTools,
  mostBytes = MOST_KEPT_BYTES,
): Promise<CollectResult> {
  const row = await runs.read(instanceId);
  if (row?.runId !== runId) throw new Error('This app has not started that statement.');
  const statements: Statements | undefined = workspaces.find(row.workspace)?.databricks.statements;
  if (!statements) throw new Error('The workspace of this run is no longer set up.');
  try {
    const { run, raw } = needed(await statements.read(runId));
    const failures = outcome === 'succeeded' ? [] : [failureOfStatement(run, outcome)];
    await outputs.write(instanceId, STATEMENT_BLOB, JSON.stringify(raw));
    const facts = { taskKey: STATEMENT_KEY, blob: STATEMENT_BLOB };
    const copying = { facts, raw, mostBytes, askFor: (index: number) => statements.chunk(runId, index) };
    const { left, problem } =
      outcome === 'succeeded' ? await copyRows(copying, instanceId, outputs) : { left: [], problem: null };
    const stored: StoredResult = {
      failures,
      outputs: left.map(({ text: _, ...summary }) => summary),
      answers: [facts],
    };
    await outputs.write(instanceId, RESULT_BLOB, JSON.stringify(stored));
    const { output, ...inline } = inlineOutput(left);
    // Rows would be missing in it, and nobody could tell.
    const whole = problem === null && output !== undefined ? { output } : {};
    return { kind: 'collected', ...shortFailures(failures), ...inline, ...whole, outputProblem: problem };
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
