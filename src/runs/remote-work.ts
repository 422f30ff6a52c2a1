import type { Databricks } from '../adapters/databricks/databricks';
import type { Statements } from '../adapters/databricks/statements';
import type { Workspaces } from '../adapters/databricks/workspaces';
import { type DatabricksProblem, databricksProblemOf, type EventLog } from '../contract/log-events';
import type { RunRow } from '../contract/runs/run-row';
import type { Answer } from '../domain/answer';
import type { Run } from '../domain/run';

export interface WorkTools {
  workspaces: Workspaces;
  log: EventLog;
}

type During = DatabricksProblem['during'];

/** What this app has started at Databricks for one of its runs. */
export interface RemoteWork {
  read(): Promise<Answer<Run>>;
  /** Asks for it: it ends a little later. */
  cancel(): Promise<Answer<void>>;
}

/**
 * The work that the row of a run names; undefined where none is known, or where its workspace is no longer set up. What
 * Databricks does not do for it goes into the log, with the reason why it is looked at.
 */
export function workOf(row: RunRow, during: During, tools: WorkTools): RemoteWork | undefined {
  const { id, runId } = row;
  const databricks = tools.workspaces.find(row.workspace)?.databricks;
  if (runId === undefined || !databricks) return undefined;
  const { read, cancel } = bareWork(row, runId, databricks);
  return { read: () => logged(read(), during), cancel: () => logged(cancel(), 'cancel') };

  async function logged<T>(asking: Promise<Answer<T>>, what: During): Promise<Answer<T>> {
    const answer = await asking;
    if (!answer.ok) tools.log(databricksProblemOf(answer.problem, what, id));
    return answer;
  }
}

function bareWork({ kind = 'job', pipelineId = '' }: RunRow, runId: string, databricks: Databricks): RemoteWork {
  const { pipelines, statements } = databricks;
  switch (kind) {
    case 'job':
    case 'submit':
      return { read: () => databricks.run(runId), cancel: () => databricks.cancel(runId) };
    case 'pipeline':
      return {
        read: () => pipelines.update(pipelineId, runId),
        cancel: () => pipelines.cancel(pipelineId, runId),
      };
    case 'sql':
      return { read: () => readStatement(statements, runId), cancel: () => statements.cancel(runId) };
  }
}

async function readStatement(statements: Statements, statementId: string): Promise<Answer<Run>> {
  const answer = await statements.read(statementId);
  return answer.ok ? { ok: true, value: answer.value.run } : answer;
}
