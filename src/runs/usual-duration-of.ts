import type { Databricks } from '../adapters/databricks/databricks';
import type { RunKind } from '../contract/runs/run-kind';
import { outcomeOf } from '../domain/outcome';
import { usualDuration } from '../domain/usual-duration';

/** As many as Databricks gives at once, which is enough to tell what is usual. */
const MOST_RUNS = 25;

interface WhichRuns {
  kind: RunKind | undefined;
  jobId: string | undefined;
  /** Only those that have begun before, in milliseconds. */
  before?: number | undefined;
  /** The run that they are compared with. */
  but: string;
}

/** How long the latest runs of a job took that went well. Null: nobody knows, or it is no run of a job. Nice to know, and no more: it never fails. */
export async function usualDurationOf(
  { kind = 'job', jobId, before, but }: WhichRuns,
  databricks: Pick<Databricks, 'runsOf'>,
): Promise<number | null> {
  if (kind !== 'job' || jobId === undefined) return null;
  const latest = await databricks.runsOf(jobId, { completedOnly: true, limit: MOST_RUNS, to: before });
  if (!latest.ok) return null;
  const others = latest.value.runs.filter(({ id, state }) => id !== but && outcomeOf(state) === 'succeeded');
  return usualDuration(others.flatMap(({ durationMs }) => durationMs ?? []));
}
