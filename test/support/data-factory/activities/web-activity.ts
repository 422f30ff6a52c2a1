import type { JsonObject } from '../json';
import { readTimeSpan } from '../pipeline/time-span';
import { failed, type Outcome, succeeded } from '../runs/outcome';
import type { Habits } from '../runs/run';
import { signInHeaders } from '../services/sign-in';
import { exchange, type WebAnswer } from '../services/web';
import { readAnswer } from './answer';
import type { Execution } from './execution';
import { follow } from './follow';
import { readRequest } from './request';

const DEFAULT_TIMEOUT = '00:01:00';

export async function webActivity(execution: Execution): Promise<Outcome> {
  const { input, run, signal } = execution;
  const request = readRequest(input, String(input.url), signInHeaders(input.authentication));
  if ('status' in request) return request;
  const limitMs = readTimeSpan(input.httpRequestTimeout ?? DEFAULT_TIMEOUT);
  const isAsync = input.turnOffAsync !== true;
  const answer = isAsync
    ? await follow(request, limitMs, execution)
    : await exchange(run.send, request, { clock: run.clock, limitMs, signal });
  if (typeof answer === 'string') return noAnswer(request.url, answer);
  return asOutcome(answer, run.habits);
}

export const noAnswer = (url: string, why: string): Outcome =>
  failed('2108', `Error calling the endpoint '${url}'. Response status code: 'NA - Unknown'. More details: ${why}`, {
    effectiveIntegrationRuntime: RUNTIME,
  });

const RUNTIME = 'AutoResolveIntegrationRuntime (North Europe)';

/** A refusal leaves no output: its body is in the message of the error, and nowhere else. */
export function refused({ status, body }: WebAnswer, { bareErrors = false }: Habits): Outcome {
  const sentence = `Invoking Web Activity failed with HttpStatusCode - '${status}', message - '${body}'`;
  return failed('2108', bareErrors ? body : sentence, { effectiveIntegrationRuntime: RUNTIME });
}

function asOutcome(answer: WebAnswer, habits: Habits): Outcome {
  const more: JsonObject = { ADFWebActivityResponseHeaders: answer.headers, effectiveIntegrationRuntime: RUNTIME };
  if (![200, 201, 202].includes(answer.status)) return refused(answer, habits);
  if (answer.body === '') return succeeded({ Response: '', ...more });
  const output = readAnswer(answer);
  return output ? succeeded({ ...output, ...more }) : failed('2108', 'Response Content is not a valid JObject.', more);
}
