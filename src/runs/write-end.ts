import type { Instances } from '../adapters/durable/instances';
import type { RunChanges, Runs } from '../adapters/storage/runs';
import { callbackId, fromCallbackCell } from '../contract/callbacks/callback';

export interface EndTools {
  runs: Pick<Runs, 'read' | 'update'>;
  instances: Pick<Instances, 'startCallback'>;
}

/** Writes down on its row how a run has ended, and has told who wants to be told. */
export async function writeEnd(id: string, end: RunChanges, { runs, instances }: EndTools): Promise<void> {
  await runs.update(id, end);
  // Read again: who asks to be told writes that down first, and looks for the end afterwards.
  const callback = fromCallbackCell((await runs.read(id))?.callback);
  if (callback) await instances.startCallback({ instanceId: id, callbackId: callbackId(callback) });
}
