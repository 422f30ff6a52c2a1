import { toKey } from './key';

/**
 * One partition holds two rows of each run, always written together: one found by its id, and one in a list that is in
 * the order of time. Tables know ascending order only, so the list is kept by the time that is left until the last one.
 */
export const RUNS_PARTITION = 'run';

export const runKey = (id: string): string => `id;${toKey(id)}`;

export const listKey = ({ id, submittedAt }: { id: string; submittedAt: string }): string =>
  `${LIST}${timeLeft(submittedAt)};${toKey(id)}`;

/** The list keys of the runs submitted from `from` on, and before `to`: at or after `start`, and before `end`. */
export function listRange({ from, to }: { from?: string | undefined; to?: string | undefined }): {
  start: string;
  end: string;
} {
  return {
    start: to === undefined ? LIST : `${LIST}${timeLeft(to, -1)}`,
    end: from === undefined ? `${LIST}~` : `${LIST}${timeLeft(from, -1)}`,
  };
}

const LIST = 'at;';

/** The last moment that a Date knows. */
const END_OF_TIME = 8_640_000_000_000_000;

function timeLeft(time: string, shiftMs = 0): string {
  const at = Date.parse(time);
  if (Number.isNaN(at)) throw new Error(`${JSON.stringify(time)} is not a time`);
  return String(END_OF_TIME - at - shiftMs).padStart(17, '0');
}
