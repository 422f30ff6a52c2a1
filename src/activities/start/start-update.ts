import type { Pipelines, UpdateSummary } from '../../adapters/databricks/pipelines';
import type { PipelineUpdate } from '../../contract/runs/request/pipeline-update';
import type { Answer } from '../../domain/answer';

interface UpdateStart {
  update: PipelineUpdate;
  /** Since when an earlier try may have started it. Undefined: none has. */
  triedAt: string | undefined;
  /** Whether it is known to be of another run of this app. */
  isOfOther(updateId: string): Promise<boolean>;
}

/** By as much the clock of Databricks may be behind ours. */
const CLOCKS_DIFFER_MS = 5_000;

/**
 * Starts an update of a pipeline, or finds the one that an earlier try has started: there is no token that would make two
 * requests one. While somebody else has an update active it is `unavailable`: this one waits for its turn.
 */
export async function startUpdate(
  { update, triedAt, isOfOther }: UpdateStart,
  pipelines: Pick<Pipelines, 'startUpdate' | 'latestUpdates'>,
): Promise<Answer<{ runId: string }>> {
  const { pipeline_id, ...wishes } = update;
  if (triedAt !== undefined) {
    const latest = await pipelines.latestUpdates(pipeline_id);
    if (!latest.ok) return latest;
    const since = Date.parse(triedAt) - CLOCKS_DIFFER_MS;
    // A pipeline has one update at a time, so ours has come before all others that have begun since.
    for (const { updateId, ...candidate } of latest.value.toReversed()) {
      if (!mayBeOurs(candidate, wishes, since) || (await isOfOther(updateId))) continue;
      return { ok: true, value: { runId: updateId } };
    }
  }
  const started = await pipelines.startUpdate(pipeline_id, wishes);
  return started.ok ? { ok: true, value: { runId: started.value.updateId } } : started;
}

type Candidate = Omit<UpdateSummary, 'updateId'>;
type Wishes = Omit<PipelineUpdate, 'pipeline_id'>;

/** Of the tables only the number is compared: Databricks may write their names in another way than they were asked for. */
function mayBeOurs({ cause = 'API_CALL', createdAt = 0, asked }: Candidate, wishes: Wishes, since: number): boolean {
  const { full_refresh = false, full_refresh_selection = [], refresh_selection = [], validate_only = false } = wishes;
  return (
    cause === 'API_CALL' &&
    createdAt >= since &&
    asked.fullRefresh === full_refresh &&
    asked.validateOnly === validate_only &&
    asked.fullRefreshSelection.length === full_refresh_selection.length &&
    asked.refreshSelection.length === refresh_selection.length
  );
}
