import { isObject, type JsonObject } from '../json';
import { readTimeSpan } from '../pipeline/time-span';
import { failed, type Outcome, succeeded, timedOut } from '../runs/outcome';
import { within } from '../runs/time';
import { signInHeaders } from '../services/sign-in';
import { exchange } from '../services/web';
import type { Execution } from './execution';
import { follow } from './follow';
import { readRequest } from './request';
import { noAnswer, refused } from './web-activity';

const DEFAULT_TIMEOUT = '00:10:00';
const ANSWER_LIMIT_MS = 60_000;

/** Says where it waits, needs an answer within a minute, and then waits to be called. */
export async function webhook(execution: Execution): Promise<Outcome> {
  const { input, run, signal } = execution;
  if (!isObject(input.body)) return failed('InvalidBody', 'The body of a webhook must be an object');
  const { uri, called, close } = run.callbacks.open();
  try {
    const body = { ...input.body, callBackUri: uri };
    const request = readRequest({ ...input, body }, String(input.url), signInHeaders(input.authentication));
    if ('status' in request) return request;
    const answer = run.habits.webhookFollows
      ? await follow(request, ANSWER_LIMIT_MS, execution)
      : await exchange(run.send, request, { clock: run.clock, limitMs: ANSWER_LIMIT_MS, signal });
    if (typeof answer === 'string') return noAnswer(request.url, answer);
    if (answer.status >= 300) return refused(answer, run.habits);
    const waitMs = readTimeSpan(input.timeout ?? DEFAULT_TIMEOUT);
    const told = await within(run.clock, waitMs, signal, () => called);
    if (!told) return timedOut(`Nobody has called back within ${waitMs / 1000} s`);
    return input.reportStatusOnCallBack === true ? asReported(told) : succeeded(told);
  } finally {
    close();
  }
}

/** The body of the callback decides. Without the report on, it would be the output whatever it says. */
function asReported({ Output, Error: error, StatusCode }: JsonObject): Outcome {
  const output = isObject(Output) ? Output : {};
  if (typeof StatusCode !== 'string' || !/^\d{3}$/.test(StatusCode)) {
    return failed('InvalidCallback', 'The callback has no StatusCode', output);
  }
  if (Number(StatusCode) < 400) return succeeded(output);
  const { ErrorCode, Message } = isObject(error) ? error : {};
  return failed(String(ErrorCode ?? ''), String(Message ?? ''), output);
}
