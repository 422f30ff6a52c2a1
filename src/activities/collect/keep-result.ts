import type { Outputs } from '../../adapters/storage/outputs';
import type { StoredResult } from '../../contract/runs/run-result';
import type { RunRow } from '../../contract/runs/run-row';
import { shortFailures } from '../../domain/failures/failure';
import { writeStoredResult } from '../../runs/stored-result';
import type { Collected } from './ended';
import { inlineOutput, type Left } from './inline-output';

interface Found extends Omit<StoredResult, 'outputs' | 'of'> {
  left: readonly Left[];
}

/** Keeps what was found out about the end of a run, and tells as much of it as has room in its orchestration. */
export async function keepResult(
  { id, runId, repairTriedAt }: RunRow,
  { left, ...found }: Found,
  outputs: Outputs,
): Promise<Omit<Collected, 'outputProblem'>> {
  const summaries = left.map(({ text: _, ...summary }) => summary);
  const stored = { ...found, of: { runId, repairTriedAt }, outputs: summaries };
  await writeStoredResult(id, stored, outputs);
  return { kind: 'collected', ...shortFailures(found.failures), ...inlineOutput(left) };
}
