import type { HttpResponse } from '../../http';
import type { Engine } from '../engine';
import { eventRaised, executionResumed, executionSuspended, executionTerminated } from '../history/new-event';
import { hasEnded, type Instance } from '../instance';
import { InvalidJsonError } from '../json/lenient-json';
import { rewriteJson } from '../json/rewrite-json';
import { bareRefusal, internalError, invalidJson, notFound, refusal } from './answers';

const accepted: HttpResponse = { status: 202 };
const gone: HttpResponse = { status: 410 };

/** `POST instances/{id}/raiseEvent/{name}`. */
export async function answerRaiseEvent(
  engine: Engine,
  id: string,
  name: string,
  contentType: string,
  body: string,
  now: number,
): Promise<HttpResponse> {
  if (contentType.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    return refusal(400, 'Only application/json request content is supported');
  }
  let input: string;
  try {
    input = rewriteJson(body);
  } catch (error) {
    if (error instanceof InvalidJsonError) return invalidJson(error);
    throw error;
  }
  return toLiving(engine, id, async () => {
    await engine.send(id, eventRaised(now, name, input));
    return accepted;
  });
}

export async function answerTerminate(
  engine: Engine,
  id: string,
  reason: string | null,
  now: number,
): Promise<HttpResponse> {
  return toLiving(engine, id, async () => {
    await engine.send(id, executionTerminated(now, reason));
    return accepted;
  });
}

export async function answerSuspendOrResume(
  engine: Engine,
  id: string,
  operation: 'suspend' | 'resume',
  reason: string | null,
  now: number,
): Promise<HttpResponse> {
  return toLiving(engine, id, async ({ status }) => {
    if ((status === 'Suspended') === (operation === 'suspend')) {
      return internalError(
        'System.InvalidOperationException',
        `Cannot ${operation} the orchestration instance ${id} because instance is in the ${status} state.`,
      );
    }
    const message = operation === 'suspend' ? executionSuspended : executionResumed;
    await engine.send(id, message(now, reason));
    return accepted;
  });
}

async function toLiving(
  engine: Engine,
  id: string,
  act: (instance: Instance) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const instance = await engine.read(id);
  if (!instance) return notFound;
  return hasEnded(instance) ? gone : act(instance);
}

/** Rewinding is the one operation that the embedded host lacks; who may not rewind learns that first. */
export async function answerRewind(engine: Engine, id: string): Promise<HttpResponse> {
  const instance = await engine.read(id);
  if (!instance) return bareRefusal(404, `No orchestration with instance ID "$${id}" found.`);
  if (instance.status !== 'Failed') {
    return bareRefusal(
      412,
      `This orchestration has status ${instance.status}, but only orchestrations in the "Failed" state can be rewound.`,
    );
  }
  return refusal(501, 'The embedded host does not support rewind. Restart the instance, or run the app in Azure.');
}
