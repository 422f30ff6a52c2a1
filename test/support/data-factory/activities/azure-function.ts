import { failed, type Outcome, succeeded } from '../runs/outcome';
import { findFunctionApp } from '../services/function-app';
import { exchange } from '../services/web';
import { readAnswer } from './answer';
import type { Execution } from './execution';
import { readRequest } from './request';

/** The platform cuts requests to function apps off after this time, whatever anybody has set. */
const LIMIT_MS = 230_000;

/** One request, and one answer: 202 is an answer like others. */
export async function azureFunction({ activity, input, run, signal }: Execution): Promise<Outcome> {
  const { clock, definition, send, vault } = run;
  const app = findFunctionApp(activity.linkedServiceName?.referenceName ?? '', definition, vault);
  const { functionName } = input;
  const request = readRequest(input, `${app.url}/api/${functionName}`, app.headers);
  if ('status' in request) return request;
  const answer = await exchange(send, request, { clock, limitMs: LIMIT_MS, signal });
  if (typeof answer === 'string') return failed('3610', `There was an error while calling endpoint: ${answer}`);
  const { status, body } = answer;
  if (status >= 300) {
    const how = `failed with status-'${status}' and message - '${body}'`;
    return failed('3608', `Call to provided Azure function '${functionName}' ${how}.`);
  }
  const output = readAnswer(answer);
  return output ? succeeded(output) : failed('3603', 'Response Content is not a valid JObject.');
}
