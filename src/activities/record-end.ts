import type { Runs } from '../adapters/storage/runs';
import type { RecordInput } from '../contract/activity-io';
import { rowFactsOf } from './run-facts';

/** Writes down how a run has ended, for the time when its instance is gone. */
export async function recordEnd(input: RecordInput, { runs }: { runs: Runs }): Promise<{ kind: 'recorded' }> {
  const { instanceId, outcome, endedWell, code, message, endedAt, run } = input;
  if (await runs.read(instanceId)) {
    const end = { outcome, endedWell, endedAt, ...(code && { code }), ...(message && { message }) };
    await runs.update(instanceId, { ...end, ...(run && rowFactsOf(run)) });
  }
  return { kind: 'recorded' };
}
