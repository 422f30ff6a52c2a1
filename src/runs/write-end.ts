import type { Instances } from '../adapters/durable/instances';
import type { RunChanges, Runs } from '../adapters/storage/runs';
import { callbackId, fromCallbackCell } from '../contract/callbacks/callback';
import type { RunRow } from '../contract/runs/run-row';
import type { End } from '../contract/runs/run-view';

export interface EndTools {
  runs: Pick<Runs, 'read' | 'update' | 'updateAsRead'>;
  instances: Pick<Instances, 'startCallback'>;
}

type RowEnd = Pick<End, 'outcome' | 'endedWell' | 'code' | 'message' | 'lateOutcome'> & {
  endedAt: string;
  /** What else is known of the run by now. */
  facts?: RunChanges;
};

/** Writes down on its row how a run has ended, and has told who wants to be told. */
export async function writeEnd(id: string, end: RowEnd, tools: EndTools): Promise<void> {
  await tools.runs.update(id, wholeEnd(end));
  await tell(id, tools);
}

/** The same, of a run that may just be beginning once more. False: it is not as it was read, and is left alone. */
export async function writeEndAsRead(row: RunRow, end: RowEnd, tools: EndTools): Promise<boolean> {
  if (!(await tools.runs.updateAsRead(row, wholeEnd(end)))) return false;
  await tell(row.id, tools);
  return true;
}

/** With nothing left of an earlier end. */
const wholeEnd = ({ outcome, endedWell, code, message, lateOutcome, endedAt, facts }: RowEnd): RunChanges => ({
  ...facts,
  outcome,
  endedWell,
  code: code ?? '',
  message: message ?? '',
  lateOutcome: lateOutcome ?? '',
  endedAt,
});

async function tell(id: string, { runs, instances }: EndTools): Promise<void> {
  // Read again: who asks to be told writes that down first, and looks for the end afterwards.
  const callback = fromCallbackCell((await runs.read(id))?.callback);
  if (callback) await instances.startCallback({ instanceId: id, callbackId: callbackId(callback) });
}
