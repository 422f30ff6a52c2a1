import type { Execution } from '../activities/execution';
import { EXECUTORS } from '../activities/executors';
import { ExpressionError } from '../expressions/expression-error';
import { resolve } from '../expressions/resolve';
import type { JsonObject } from '../json';
import { type Activity, ownProperties } from '../pipeline/definition';
import { readTimeSpan } from '../pipeline/time-span';
import { shownInMonitor } from './activity-log';
import { failed, hasFailed, type Outcome, timedOut } from './outcome';
import { type Run, type Scope, surroundings } from './run';
import { pause, within } from './time';

const RETRIED = ['WebActivity', 'AzureFunctionActivity'];
const DEFAULT_TIMEOUT = '12:00:00';
const DEFAULT_RETRY_SECONDS = 30;
/** What an activity and all that comes with it may take up. */
const LARGEST_INPUT = 896 * 1024;

/** Runs an activity as often as its policy says, each time with the same values. */
export async function runActivity(activity: Activity, around: Around): Promise<Outcome> {
  const { scope, run, signal } = around;
  const { clock, log } = run;
  const startedAt = clock.now();
  let input: JsonObject;
  let attempts: { timeoutMs: number; retry: number; retryMs: number };
  try {
    input = resolveInput(activity, run, scope);
    attempts = attemptsOf(activity);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const outcome = failed('InvalidTemplate', error.message);
    log.push(shownInMonitor({ activity, retryAttempt: 0, input: {}, outcome, startedAt, endedAt: startedAt }));
    return outcome;
  }
  for (let retryAttempt = 0; ; retryAttempt++) {
    const begun = clock.now();
    const outcome = await attempt(activity, input, attempts.timeoutMs, around);
    log.push(shownInMonitor({ activity, retryAttempt, input, outcome, startedAt: begun, endedAt: clock.now() }));
    if (!hasFailed(outcome) || retryAttempt >= attempts.retry) return outcome;
    await pause(clock, attempts.retryMs, signal);
  }
}

/** The condition of a loop is for after its activities, and a Fail has words of its own for what can't be evaluated. */
function resolveInput(activity: Activity, run: Run, scope: Scope): JsonObject {
  const own = ownProperties(activity);
  if (activity.type === 'Until' || activity.type === 'Fail') return own;
  return resolve(own, surroundings(run, scope)) as JsonObject;
}

function attemptsOf({ type, policy = {} }: Activity) {
  const isRetried = RETRIED.includes(type);
  return {
    timeoutMs: isRetried ? readTimeSpan(policy.timeout ?? DEFAULT_TIMEOUT) : Number.POSITIVE_INFINITY,
    retry: Number(policy.retry ?? 0),
    retryMs: Number(policy.retryIntervalInSeconds ?? DEFAULT_RETRY_SECONDS) * 1000,
  };
}

export type Around = Omit<Execution, 'activity' | 'input'>;

async function attempt(activity: Activity, input: JsonObject, timeoutMs: number, around: Around): Promise<Outcome> {
  const execute = EXECUTORS[activity.type];
  if (!execute) throw new Error(`Activities of type ${activity.type} are not played`);
  if (Buffer.byteLength(JSON.stringify(input)) > LARGEST_INPUT)
    return failed('InputTooLarge', 'The input is too large');
  const execution = (signal: AbortSignal) => execute({ ...around, activity, input, signal });
  if (timeoutMs === Number.POSITIVE_INFINITY) return execution(around.signal);
  const outcome = await within(around.run.clock, timeoutMs, around.signal, execution);
  return outcome ?? timedOut(`'${activity.name}' has taken longer than ${timeoutMs / 1000} s`);
}
