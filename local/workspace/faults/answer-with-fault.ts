import type { HttpHandler, HttpRequest, HttpResponse } from '../../http';
import { applyFault, type FaultSurroundings } from './apply-fault';
import type { SwitchedOn } from './switchboard';

/** Stands for the answer that a workspace never gave, where a fault sends part of one. */
const NOT_ASKED: HttpResponse = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message: 'The workspace was not asked.' }),
};

/** Answers a request that may have been hit, on behalf of the workspace's own handler. */
export async function answerWithFault(
  request: HttpRequest,
  handler: HttpHandler,
  hit: SwitchedOn | undefined,
  surroundings: FaultSurroundings,
): Promise<HttpResponse> {
  if (!hit) return handler(request);
  const { when, fault } = hit.rule;
  if (when === 'after') return applyFault(fault, await handler(request), surroundings);
  if (fault.kind !== 'slow') return applyFault(fault, NOT_ASKED, surroundings);
  await surroundings.sleep(fault.milliseconds);
  return handler(request);
}
