import type { ReportedState } from './run';

export const OUTCOMES = [
  'succeeded',
  'partial',
  'failed',
  'timedOut',
  'canceled',
  'skipped',
  'rejected',
  'unknown',
] as const;

/** How a run ended, in the words of this app. */
export type Outcome = (typeof OUTCOMES)[number];

/** The others are for a run that was never started, or of which nobody knows. */
export type ReportedOutcome = Exclude<Outcome, 'rejected' | 'unknown'>;

/** What counts as not having ended well, unless the caller says otherwise. */
export const DEFAULT_FAIL_ON: readonly Outcome[] = OUTCOMES.filter((outcome) => !/succeeded|partial/.test(outcome));

const ENDED_LIFE_CYCLES = ['TERMINATED', 'SKIPPED', 'INTERNAL_ERROR'];

/** A run with a failed task never becomes TERMINATED in its life cycle. A state that nobody knows means "not yet". */
export function hasEnded({ lifeCycle, status }: ReportedState): boolean {
  return ENDED_LIFE_CYCLES.includes(lifeCycle ?? '') || status === 'TERMINATED';
}

const BY_RESULT: Readonly<Record<string, ReportedOutcome>> = {
  SUCCESS: 'succeeded',
  SUCCESS_WITH_FAILURES: 'partial',
  FAILED: 'failed',
  UPSTREAM_FAILED: 'failed',
  TIMEDOUT: 'timedOut',
  CANCELED: 'canceled',
  UPSTREAM_CANCELED: 'canceled',
  MAXIMUM_CONCURRENT_RUNS_REACHED: 'skipped',
  EXCLUDED: 'skipped',
  DISABLED: 'skipped',
};

const BY_TERMINATION_CODE: Readonly<Record<string, ReportedOutcome>> = {
  SUCCESS: 'succeeded',
  SUCCESS_WITH_FAILURES: 'partial',
  USER_CANCELED: 'canceled',
  CANCELED: 'canceled',
  SKIPPED: 'skipped',
  DISABLED: 'skipped',
  MAX_CONCURRENT_RUNS_EXCEEDED: 'skipped',
  MAX_JOB_QUEUE_SIZE_EXCEEDED: 'skipped',
};

const BY_LIFE_CYCLE: Readonly<Record<string, ReportedOutcome>> = { SKIPPED: 'skipped' };

/**
 * Of a run, or task run, that has ended. The result says most; a skipped run has none; a word that is not in these
 * tables is no success. Nor is an error of Databricks itself, whatever the tasks had come to by then.
 */
export function outcomeOf({ result, lifeCycle, terminationCode }: ReportedState): ReportedOutcome {
  const outcome =
    lookUp(BY_RESULT, result) ??
    lookUp(BY_LIFE_CYCLE, lifeCycle) ??
    (result === undefined ? lookUp(BY_TERMINATION_CODE, terminationCode) : undefined) ??
    'failed';
  return lifeCycle === 'INTERNAL_ERROR' && !DEFAULT_FAIL_ON.includes(outcome) ? 'failed' : outcome;
}

function lookUp(
  table: Readonly<Record<string, ReportedOutcome>>,
  word: string | undefined,
): ReportedOutcome | undefined {
  return word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined;
}
