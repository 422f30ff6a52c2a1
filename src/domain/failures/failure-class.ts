/** What does not mend itself comes first. */
export const FAILURE_CLASSES = [
  'userError',
  'userCode',
  'permission',
  'capacity',
  'cloud',
  'platform',
  'timeout',
  'canceled',
  'unknown',
] as const;

/**
 * Whose turn it is after a failure. `userError`: the request, or how the job is set up; `userCode`: the code of the job
 * or its data; `permission`: whoever grants rights; `capacity`: a limit or a stock that is used up, which may be better
 * later; `cloud`: Azure; `platform`: Databricks itself; `timeout`: the time was up; `canceled`: somebody wanted it so.
 */
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/** What is known of a kind of failure. */
export interface Advice {
  class: FailureClass;
  /** What to do about it. */
  hint: string | undefined;
}

/** Of several failures together: what has to be mended first. Undefined: there is none. */
export function classOfAll(failures: readonly { class: FailureClass }[]): FailureClass | undefined {
  return FAILURE_CLASSES.find((each) => failures.some((failure) => failure.class === each));
}
