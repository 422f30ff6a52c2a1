import type { Outcome } from '../outcome';
import type { RawOutput } from '../raw-output';
import type { Run, TaskRun } from '../run';
import { cleanText, cleanTrace } from '../texts/clean-text';
import { adviceFor } from './advice';
import type { FailureClass } from './failure-class';

export interface Failure {
  /** Null: of the run as a whole. */
  taskKey: string | null;
  /** Databricks' termination code, else its result. */
  code: string;
  type: string | null;
  class: FailureClass;
  message: string;
  trace: string | null;
  runPageUrl: string | null;
  hint: string | null;
}

const MOST_MESSAGE = 4_000;
const MOST_TRACE = 20_000;

/** What a task run says of its own failure. */
export type TaskError = Pick<RawOutput, 'error' | 'error_trace'>;

export function failureOfTask(task: TaskRun, told: TaskError | undefined): Failure {
  return failureOf(task.key, task, told);
}

/** A run that this app has cancelled because its time was up was cancelled by nobody else. */
export function failureOfRun(run: Run, outcome: Outcome, wasToStop = false): Failure {
  const failure = failureOf(null, run, undefined);
  if (outcome === 'timedOut' && run.state.result === 'CANCELED') return { ...failure, ...TIME_WAS_UP };
  return outcome === 'canceled' && wasToStop ? { ...failure, ...STOPPED_HERE } : failure;
}

const STOPPED_HERE = {
  class: 'canceled',
  hint: 'This app was asked to cancel the run: by a caller, or by a newer start whose concurrency is cancelPrevious. Start it again if that was not intended.',
} as const;

const TIME_WAS_UP = {
  class: 'timeout',
  hint: 'The time that the request allows was up. Allow more with timeoutSeconds, or find out why the job takes so long: the time in the queue counts.',
} as const;

function failureOf(
  taskKey: string | null,
  { state, pageUrl }: Pick<Run, 'state' | 'pageUrl'>,
  told?: TaskError,
): Failure {
  const { terminationCode, terminationType, result, lifeCycle, message } = state;
  const code = terminationCode ?? result ?? lifeCycle ?? 'UNKNOWN';
  const error = told?.error;
  const advice = adviceFor({ terminationCode, terminationType, result, lifeCycle, message, error });
  return {
    taskKey,
    code,
    type: terminationType ?? null,
    class: advice.class,
    message: cleanText(error || message, MOST_MESSAGE) || `Databricks says ${code}, and nothing more.`,
    trace: told?.error_trace ? cleanTrace(told.error_trace, MOST_TRACE) : null,
    runPageUrl: pageUrl || null,
    hint: advice.hint ?? null,
  };
}

const MOST_SHORT = 5;
const SHORT_MESSAGE = 600;
const SHORT_TRACE = 1_500;

/**
 * As many, and as much of them, as may go through the history of an orchestration. What decides about another try sees
 * only these, so none of a class is left out for more of another.
 */
export function shortFailures(failures: readonly Failure[]): { failures: Failure[]; failuresOmitted: number } {
  const isFirstOfClass = (failure: Failure, index: number) =>
    failures.findIndex((other) => other.class === failure.class) === index;
  const chosen = [...new Set([...failures.filter(isFirstOfClass), ...failures])].slice(0, MOST_SHORT);
  const kept = failures
    .filter((failure) => chosen.includes(failure))
    .map((failure) => ({
      ...failure,
      message: cleanText(failure.message, SHORT_MESSAGE),
      trace: failure.trace === null ? null : cleanTrace(failure.trace, SHORT_TRACE),
    }));
  return { failures: kept, failuresOmitted: failures.length - kept.length };
}
