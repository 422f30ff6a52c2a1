import type { RunRow } from '../../contract/runs/run-row';
import { toCell } from './cell';

/** For the list only: a table can't be asked for rows in which something is missing. */
export const OUTCOME_OR_NONE = 'outcomeOrNone';

const FIELDS: Readonly<Record<keyof RunRow, true>> = {
  id: true,
  nonce: true,
  submittedAt: true,
  timeoutSeconds: true,
  workspace: true,
  kind: true,
  job: true,
  jobId: true,
  jobName: true,
  caller: true,
  tableKey: true,
  runId: true,
  pipelineId: true,
  pageUrl: true,
  submitTriedAt: true,
  cancelRequestedAt: true,
  cancelSentAt: true,
  callback: true,
  outcome: true,
  endedWell: true,
  code: true,
  message: true,
  endedAt: true,
  lateOutcome: true,
  repairTriedAt: true,
  repairBase: true,
};

/** Without what is undefined: such a field is left as it is. */
export function toCells(fields: Partial<RunRow>): Record<string, string | number | boolean> {
  const cells = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(cells.map(([name, value]) => [name, typeof value === 'string' ? toCell(value) : value]));
}

/** Without what the table adds of its own. */
export function toRunRow(entity: RunRow): RunRow {
  const row = { ...entity };
  for (const name of Object.keys(row)) {
    if (!Object.hasOwn(FIELDS, name)) delete (row as Record<string, unknown>)[name];
  }
  return row;
}
