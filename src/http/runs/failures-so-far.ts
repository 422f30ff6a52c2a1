import type { RunRow } from '../../contract/runs/run-row';
import { failedSoFar } from '../../domain/explain/failed-so-far';
import type { TaskAccount } from '../../domain/explain/task-accounts';
import { type Failure, failureOfTask, type TaskError } from '../../domain/failures/failure';
import { errorIn } from '../../domain/task-report';
import type { App } from '../app';

/** Each costs a request. They are also all that a summary tells one by one. */
const MOST_ASKED = 3;

interface FailuresSoFar {
  failures: Failure[];
  /** How many of them are told without their error. */
  errorsNotAsked: number;
}

/** What has failed in a run whose end this app has not seen. Why, only the tasks themselves can tell. */
export async function failuresSoFar(
  row: RunRow | undefined,
  tasks: readonly TaskAccount[],
  app: App,
): Promise<FailuresSoFar> {
  const failed = failedSoFar(tasks);
  const databricks = row && app.workspaces.find(row.workspace)?.databricks;
  const errorOf = async (id: string): Promise<TaskError | undefined> => {
    const answer = await databricks?.output(id);
    return answer?.ok ? { error: errorIn(answer.value), error_trace: answer.value.error_trace } : undefined;
  };
  const errors = await Promise.all(failed.slice(0, MOST_ASKED).map(({ id }) => errorOf(id)));
  return {
    failures: failed.map((task, index) => failureOfTask(task, errors[index])),
    errorsNotAsked: Math.max(0, failed.length - MOST_ASKED),
  };
}
