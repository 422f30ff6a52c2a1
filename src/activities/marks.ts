import type { RunRow } from '../contract/runs/run-row';

export type Marks = Pick<RunRow, 'submitTriedAt' | 'runId' | 'cancelRequestedAt' | 'cancelSentAt'>;

/**
 * What the row says about this run. Through a standard address the id of a run that has ended can be used again: of the
 * marks in the row that the other one has left behind, only those count that were made since this one began.
 */
export function marksOf(row: RunRow | undefined, { nonce, submittedAt }: Pick<RunRow, 'nonce' | 'submittedAt'>): Marks {
  if (!row) return {};
  const isOther = row.nonce !== nonce;
  const since = (time: string | undefined, isLeftBehind: boolean) =>
    isLeftBehind && time !== undefined && time < submittedAt ? undefined : time;
  // A cancel may have been the first to write the row, before the run had come to its first step.
  const ours = (time: string | undefined) => since(time, isOther && row.endedAt !== undefined);
  const submitTriedAt = since(row.submitTriedAt, isOther);
  return {
    submitTriedAt,
    runId: submitTriedAt === row.submitTriedAt ? row.runId : undefined,
    cancelRequestedAt: ours(row.cancelRequestedAt),
    cancelSentAt: ours(row.cancelSentAt),
  };
}
