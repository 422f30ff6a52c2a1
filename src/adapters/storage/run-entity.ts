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
  submitTriedAgainAt: true,
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

type Fields = { [Name in keyof RunRow]?: RunRow[Name] | '' | undefined };

/** Without what is undefined: such a field is left as it is. */
export function toCells(fields: Fields): Record<string, string | number | boolean> {
  const cells = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(cells.map(([name, value]) => [name, typeof value === 'string' ? toCell(value) : value]));
}

/** What is taken away again leaves empty text: a cell of a row that others write to can't be deleted. */
const TAKEN_AWAY: readonly string[] = [
  'runId',
  'code',
  'message',
  'lateOutcome',
  'repairTriedAt',
] satisfies (keyof RunRow)[];

/** What there is to be read after this was written. */
export const changed = (row: RunRow, changes: Fields): RunRow =>
  toRunRow({ ...row, ...toCells(changes) } as unknown as RunRow);

/** Of a run that begins once more: without its end, and without what was wished for before. */
export function reopened(row: RunRow, before: string): RunRow {
  const { outcome: _, endedWell: __, code: ___, message: ____, endedAt: _____, lateOutcome: ______, ...open } = row;
  const { cancelRequestedAt, cancelSentAt, ...rest } = open;
  return { ...rest, ...since(before, { cancelRequestedAt, cancelSentAt }) };
}

const since = <T extends Partial<Record<string, string | undefined>>>(before: string, times: T): Partial<T> =>
  Object.fromEntries(Object.entries(times).filter(([, time]) => time !== undefined && time >= before)) as Partial<T>;

/** Without what the table adds of its own, and what was taken away. */
export function toRunRow(entity: RunRow): RunRow {
  const row = { ...entity };
  for (const name of Object.keys(row)) {
    const cells = row as Record<string, unknown>;
    if (!Object.hasOwn(FIELDS, name) || (cells[name] === '' && TAKEN_AWAY.includes(name))) delete cells[name];
  }
  return row;
}
