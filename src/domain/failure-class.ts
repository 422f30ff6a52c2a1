export const FAILURE_CLASSES = [
  'userError',
  'userCode',
  'capacity',
  'cloud',
  'platform',
  'permission',
  'timeout',
  'canceled',
  'unknown',
] as const;

/**
 * Whose turn it is after a failure. `userError`: the request, or how the job is set up; `userCode`: the code of the job
 * or its data; `capacity`: a limit or a stock that is used up, which may be better later; `cloud`: Azure; `platform`:
 * Databricks itself; `permission`: whoever grants rights; `timeout`: the time was up; `canceled`: somebody wanted it so.
 */
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/** What is known of a kind of failure. */
export interface Advice {
  class: FailureClass;
  /** What to do about it. */
  hint: string | undefined;
}
