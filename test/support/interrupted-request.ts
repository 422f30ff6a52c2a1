import { HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import { KEY_HOLDER } from '../../src/contract/callers/caller';
import { answeringWith, type Handler } from '../../src/http/answering';
import { type Interruption, interruptedApp } from './interrupted-app';
import type { Reply, runWorld } from './run-world';

export interface Asked {
  handler: Handler;
  method: 'GET' | 'POST';
  path: string;
  body?: object;
}

type World = Pick<ReturnType<typeof runWorld>, 'app' | 'jobId' | 'seconds'>;

/** Only what the handler itself does is interrupted: the orchestration has an app that works. */
export async function interruptedRequest(world: World, asked: Asked, nth: number, how: Interruption) {
  const { handler, method, path, body } = asked;
  const fault = interruptedApp(world.app, nth, how);
  const request = new HttpRequest({
    method,
    url: `http://localhost/api/${path}`,
    params: { job: world.jobId },
    ...(body && { headers: { 'content-type': 'application/json' }, body: { string: JSON.stringify(body) } }),
  });
  const context = new InvocationContext({ functionName: handler.name, logHandler: () => {} });
  const answering = answeringWith(
    () => fault.app,
    () => KEY_HOLDER,
  )(handler)(request, context);
  const answer = await Promise.race([answering, world.seconds(1)]);
  return { reply: answer && read(answer), call: fault.interrupted() };
}

/** An answer as a caller would get it. */
function read({ status = 0, headers, body, jsonBody }: HttpResponseInit): Reply {
  const text = typeof body === 'string' ? body : JSON.stringify(jsonBody);
  return { status, headers: headers as Reply['headers'], body: JSON.parse(text), text };
}
