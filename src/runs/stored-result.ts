import type { Outputs } from '../adapters/storage/outputs';
import { RESULT_BLOB, type StoredResult } from '../contract/runs/run-result';

/** What was collected of a run when it had ended. Undefined: nothing was, or it is deleted. */
export async function readStoredResult(id: string, outputs: Pick<Outputs, 'read'>): Promise<StoredResult | undefined> {
  const text = await outputs.read(id, RESULT_BLOB);
  return text === undefined ? undefined : (JSON.parse(text) as StoredResult);
}

export const writeStoredResult = (id: string, stored: StoredResult, outputs: Pick<Outputs, 'write'>): Promise<void> =>
  outputs.write(id, RESULT_BLOB, JSON.stringify(stored));
