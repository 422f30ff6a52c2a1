import type { HttpHandler, HttpResponse } from '../http';
import type { Log } from '../log';
import { CONTROL_PATH } from './control';
import { answerWithFault } from './faults/answer-with-fault';
import type { FaultSurroundings } from './faults/apply-fault';
import { LOGIN_PAGE } from './faults/error-body';
import type { Switchboard } from './faults/switchboard';
import type { RequestLog } from './request-log';

export interface FrontParts extends FaultSurroundings {
  workspace: HttpHandler;
  control: HttpHandler;
  faults: Switchboard;
  requests: RequestLog;
  log: Log;
}

/** The way of every request: to the control, or into the request log, through the faults, and to the workspace. */
export function createFront({ workspace, control, faults, requests, log, ...surroundings }: FrontParts): HttpHandler {
  const behindTheFaults: HttpHandler = async (request) => {
    if (request.path === '/login.html') return loginPage();
    try {
      return await workspace(request);
    } catch (error) {
      log('error', 'workspace', `${request.method} ${request.path}: ${(error as Error).stack ?? error}`);
      return internalError(error);
    }
  };
  return async (request) => {
    if (request.path === CONTROL_PATH || request.path.startsWith(`${CONTROL_PATH}/`)) return control(request);
    const noteOutcome = requests.record(request);
    const hit = faults.next(request.method, request.path);
    const answer = await answerWithFault(request, behindTheFaults, hit, surroundings);
    // A connection that breaks carries no status, or one that its caller cannot count on.
    noteOutcome({ status: answer.takeOver ? undefined : answer.status, fault: hit?.id });
    return answer;
  };
}

function loginPage(): HttpResponse {
  return { status: 200, headers: { 'content-type': LOGIN_PAGE.type }, body: LOGIN_PAGE.body };
}

/** A mistake in the simulation must not pass for an answer of Databricks. */
function internalError(error: unknown): HttpResponse {
  return { status: 500, headers: { 'content-type': 'text/plain' }, body: `The simulated workspace broke: ${error}` };
}
