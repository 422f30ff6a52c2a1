/**
 * What orchestrations call. `functions/` registers them by the same names, written out there, and a test holds the two to
 * each other: a name that nobody has registered would let an instance wait for ever.
 */
export const ACTIVITIES = {
  submitRun: 'submitRun',
  rerunTasks: 'rerunTasks',
  awaitTurn: 'awaitTurn',
  checkRun: 'checkRun',
  collectOutput: 'collectOutput',
  recordEnd: 'recordEnd',
  deliverCallback: 'deliverCallback',
} as const;

export const RUN_JOB = 'runJob';
/** Tells a caller that its run has ended. */
export const CALL_BACK = 'callBack';

/** Wakes a waiting run. Nothing depends on its arrival. */
export const CHANGED_EVENT = 'changed';
