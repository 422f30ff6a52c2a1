import type { Instances } from '../adapters/durable/instances';
import type { Runs } from '../adapters/storage/runs';
import type { EventLog, RunEnded } from '../contract/log-events';
import type { RecordInput } from '../contract/runs/orchestration/activity-io';
import type { RunRow } from '../contract/runs/run-row';
import { DEFAULT_WORKSPACE } from '../contract/workspaces/workspace';
import { writeEnd } from '../runs/write-end';
import { rowFactsOf } from './run-facts';

export interface RecordTools {
  runs: Runs;
  instances: Pick<Instances, 'startCallback'>;
  log: EventLog;
}

/** Writes down how a run has ended, for the time when its instance is gone, for the log, and for who wants to be told. */
export async function recordEnd(
  input: RecordInput,
  { runs, instances, log }: RecordTools,
): Promise<{ kind: 'recorded' }> {
  const { instanceId, outcome, endedWell, code, message, endedAt, run } = input;
  const row = await runs.read(instanceId);
  if (row) {
    const end = { outcome, endedWell, endedAt, ...(code && { code }), ...(message && { message }) };
    await writeEnd(instanceId, { ...end, ...(run && rowFactsOf(run)) }, { runs, instances });
  }
  log(endOf(input, row));
  return { kind: 'recorded' };
}

function endOf(input: RecordInput, row: RunRow | undefined): RunEnded {
  const { instanceId, outcome, endedWell, code, submittedAt, endedAt, run, polls, tries, queueSeconds, correlationId } =
    input;
  return {
    event: 'runEnded',
    level: endedWell ? 'information' : 'warning',
    ...(correlationId && { correlationId }),
    runId: instanceId,
    kind: row?.kind ?? 'job',
    job: row?.job ?? '',
    jobId: run?.jobId ?? row?.jobId ?? null,
    workspace: row?.workspace ?? DEFAULT_WORKSPACE,
    databricksRunId: run?.id ?? null,
    outcome,
    code,
    endedWell,
    durationSeconds: Math.max(0, Date.parse(endedAt) - Date.parse(submittedAt)) / 1000,
    queueSeconds,
    polls,
    tries,
  };
}
