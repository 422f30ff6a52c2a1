import type { RunEnded } from '../contract/log-events';
import type { RunRow } from '../contract/runs/run-row';
import { DEFAULT_WORKSPACE } from '../contract/workspaces/workspace';

type Named = Pick<RunRow, 'id' | 'kind' | 'job' | 'jobId' | 'workspace'>;

/** What the events of a run say of it. */
export const aboutRun = ({ id, kind = 'job', job, jobId, workspace = DEFAULT_WORKSPACE }: Named) => ({
  runId: id,
  kind,
  job,
  jobId: jobId ?? null,
  workspace,
});

type EndFacts = Pick<RunEnded, 'outcome' | 'code' | 'endedWell'> & { endedAt: string };
type Counts = Pick<RunEnded, 'queueSeconds' | 'polls' | 'tries'>;

export function runEndedOf(
  row: Named & Pick<RunRow, 'submittedAt' | 'runId'>,
  { outcome, code, endedWell, endedAt }: EndFacts,
  { queueSeconds, polls, tries }: Counts,
): RunEnded {
  return {
    event: 'runEnded',
    level: endedWell ? 'information' : 'warning',
    ...aboutRun(row),
    databricksRunId: row.runId ?? null,
    outcome,
    code,
    endedWell,
    durationSeconds: Math.max(0, Date.parse(endedAt) - Date.parse(row.submittedAt)) / 1000,
    queueSeconds,
    polls,
    tries,
  };
}
