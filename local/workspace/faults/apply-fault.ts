import type { HttpResponse } from '../../http';
import { breakConnection } from './broken-connection';
import { errorBody } from './error-body';
import type { AnswerFault, Fault } from './fault';
import { retryAfterHeader } from './retry-after';

export interface FaultSurroundings {
  now(): number;
  /** Real time, which is what clients measure. */
  sleep(milliseconds: number): Promise<void>;
}

/**
 * Answers a request that a fault has hit. `workspaceAnswer` is what the workspace had to say: for a fault that strikes
 * before it was asked, nothing in particular.
 */
export async function applyFault(
  fault: Fault,
  workspaceAnswer: HttpResponse,
  { now, sleep }: FaultSurroundings,
): Promise<HttpResponse> {
  switch (fault.kind) {
    case 'answer':
      return replacement(fault, now());
    case 'redirect':
      return { status: 302, headers: { location: fault.location } };
    case 'truncate':
      return { ...workspaceAnswer, body: firstHalf(workspaceAnswer.body) };
    case 'slow':
      await sleep(fault.milliseconds);
      return workspaceAnswer;
    default:
      return breakConnection(workspaceAnswer, fault);
  }
}

function replacement(fault: AnswerFault, now: number): HttpResponse {
  const { type, body } = errorBody(fault.form, fault);
  return {
    status: fault.status,
    headers: {
      ...(type && { 'content-type': type }),
      ...(fault.retryAfter !== undefined && { 'retry-after': retryAfterHeader(fault.retryAfter, now) }),
      ...fault.headers,
    },
    body: fault.body ?? body,
  };
}

function firstHalf(body: HttpResponse['body'] = ''): Buffer {
  const bytes = Buffer.from(body);
  return bytes.subarray(0, Math.floor(bytes.length / 2));
}
