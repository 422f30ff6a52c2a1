import type { Outcome } from '../outcome';
import type { Run } from '../run';
import { cleanText } from '../texts/clean-text';
import { type Failure, failureOfRun, failureOfTask } from './failure';

/** An entry of a pipeline's event log that tells of an error, cut and without secrets. */
export interface PipelineError {
  /** The flow, or the dataset, that it is about. Null: the update as a whole. */
  flow: string | null;
  message: string;
  /** What was thrown, and then what had caused it. */
  exceptions: PipelineException[];
}

interface PipelineException {
  /** Empty if it is not told. */
  className: string;
  message: string;
  /** One line for each call. */
  stack: string;
}

const MOST_PART = 4_000;

/**
 * Why an update did not end well: one failure for each flow that failed, as its last error tells it. What the update says
 * of itself only repeats that.
 */
export function failuresOfUpdate(
  run: Run,
  outcome: Outcome,
  errors: readonly PipelineError[],
  wasToStop = false,
): Failure[] {
  if (outcome === 'succeeded') return [];
  const latest = new Map(errors.map((error) => [error.flow, error]));
  const ofFlows = [...latest.values()].filter(({ flow }) => flow !== null);
  const telling = ofFlows.length > 0 ? ofFlows : [...latest.values()];
  return telling.length > 0 ? telling.map((error) => failureOf(run, error)) : [failureOfRun(run, outcome, wasToStop)];
}

function failureOf(run: Run, error: PipelineError): Failure {
  const { id, pageUrl, state } = run;
  const task = { key: error.flow ?? '', id, kind: 'pipeline_task', pageUrl, state };
  const told = { error: messageOf(error), ...(error.exceptions.length > 0 && { error_trace: traceOf(error) }) };
  return { ...failureOfTask(task, told), taskKey: error.flow };
}

/** The cause is what helps; what was made of it on the way up stands in the trace. */
function messageOf({ message, exceptions }: PipelineError): string {
  const cause = exceptions.findLast((exception) => exception.message !== '') ?? exceptions.at(-1);
  return cause ? inWords(cause) : message;
}

function traceOf({ message, exceptions }: PipelineError): string {
  const parts = exceptions.map((exception) => [inWords(exception), exception.stack].filter(Boolean).join('\n'));
  return `${message}\n\n${parts.join('\nCaused by: ')}`;
}

/** `AnalysisException: …`, as the language itself would say it. */
function inWords({ className, message }: PipelineException): string {
  const name = className.split('.').at(-1) ?? '';
  return cleanText([name, message].filter(Boolean).join(': '), MOST_PART);
}
