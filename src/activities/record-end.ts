import type { Instances } from '../adapters/durable/instances';
import type { Runs } from '../adapters/storage/runs';
import type { EventLog } from '../contract/log-events';
import type { RecordInput } from '../contract/runs/orchestration/activity-io';
import { runEndedOf } from '../runs/run-events';
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
  const { instanceId, outcome, endedWell, code, message, endedAt, submittedAt, run, correlationId } = input;
  const row = await runs.read(instanceId);
  if (row) {
    const end = { outcome, endedWell, code, message, endedAt, ...(run && { facts: rowFactsOf(run) }) };
    await writeEnd(instanceId, end, { runs, instances });
  }
  const found = { runId: run?.id, jobId: run?.jobId ?? row?.jobId };
  const event = runEndedOf({ job: '', ...row, id: instanceId, submittedAt, ...found }, input, input);
  log({ ...event, ...(correlationId && { correlationId }) });
  return { kind: 'recorded' };
}
