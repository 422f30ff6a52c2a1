import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { NOBODY, type Role } from '../contract/callers/caller';
import { ROUTE_ROLES } from '../contract/callers/route-roles';
import type { RequestAnswered, UnexpectedError } from '../contract/log-events';
import { ProblemError, type ProblemFacts } from '../contract/problem';
import { isRunId } from '../contract/runs/run-id';
import { StorageUnavailable } from '../contract/storage-unavailable';
import { redact } from '../domain/texts/redact';
import type { App } from './app';
import { demandRoles } from './callers/demand-roles';
import type { WhoCalls } from './callers/who-calls';
import { problemAnswer } from './problem-answer';

export type Handler = (request: HttpRequest, app: App) => Promise<HttpResponseInit> | HttpResponseInit;
type Registered = (request: HttpRequest, context: InvocationContext) => Promise<HttpResponseInit>;

/** Makes of a handler what the platform registers: with an id to find it again in the log, and an answer to everything. */
export function answeringWith(
  appFor: (context: InvocationContext, correlationId: string) => Omit<App, 'caller'>,
  identify: WhoCalls['identify'],
): (handler: Handler) => Registered {
  return (handler) => async (request, context) => {
    const correlationId = readCorrelationId(request) ?? randomUUID();
    const { answer } = await answerAlways(context, correlationId, async () => {
      const app = appFor(context, correlationId);
      const beganAt = app.now();
      let caller = NOBODY;
      const answered = await answerAlways(context, correlationId, () => {
        const roles = rolesFor(context.functionName);
        if (roles !== 'anyone') {
          caller = identify(request.headers);
          demandRoles(caller, ...roles);
        }
        return handler(request, { ...app, caller });
      });
      const who = caller.applicationId && { caller: caller.applicationId };
      const measured = { function: context.functionName, correlationId, durationMs: app.now() - beganAt, ...who };
      if (!isPoll(request, answered.answer)) app.log(eventOf(answered, request, measured));
      return answered.answer;
    });
    return {
      ...answer,
      headers: { ...answer.headers, 'x-correlation-id': correlationId, 'cache-control': 'no-store' },
    };
  };
}

/** What nobody has written down is closed. */
function rolesFor(functionName: string): readonly Role[] | 'anyone' {
  const roles = ROUTE_ROLES[functionName];
  if (!roles) throw new Error(`nothing says who may call ${functionName}`);
  return roles;
}

/** Callers ask again and again how a run stands; that it goes on is nothing to write down. */
const isPoll = ({ method }: HttpRequest, { status }: HttpResponseInit): boolean => method === 'GET' && status === 202;

interface Answered {
  answer: HttpResponseInit;
  /** Of a problem. */
  code?: string;
}

async function answerAlways(
  context: InvocationContext,
  correlationId: string,
  work: () => Promise<HttpResponseInit> | HttpResponseInit,
): Promise<Answered> {
  try {
    return { answer: await work() };
  } catch (error) {
    if (error instanceof ProblemError) return problem(error.facts);
    const event: UnexpectedError = {
      event: 'unexpectedError',
      level: 'error',
      correlationId,
      function: context.functionName,
      error: redact(inspect(error)),
    };
    context.error(JSON.stringify(event));
    return problem(error instanceof StorageUnavailable ? STORAGE_UNAVAILABLE : internal(correlationId));
  }
}

const problem = (facts: ProblemFacts): Answered => ({ answer: problemAnswer(facts), code: facts.code });

function eventOf(
  { answer: { status = 200 }, code }: Answered,
  { params: { id } }: HttpRequest,
  facts: Pick<RequestAnswered, 'function' | 'correlationId' | 'durationMs' | 'caller'>,
): RequestAnswered {
  const runId = id !== undefined && isRunId(id) ? { runId: id } : {}; // else it may be anything
  const level = status < 500 ? 'information' : 'warning';
  return { event: 'requestAnswered', level, ...facts, status, ...(code && { code }), ...runId };
}

const STORAGE_UNAVAILABLE: ProblemFacts = {
  status: 503,
  code: 'storageUnavailable',
  detail:
    'The storage of this app gives no answer right now. Send the same request again in a moment. ' +
    'A start that carries an Idempotency-Key can be sent again without starting a second run.',
  retryAfterSeconds: 5,
};

const internal = (correlationId: string): ProblemFacts => ({
  status: 500,
  code: 'internal',
  detail: `Something is wrong in this app. Look for ${correlationId} in its log.`,
});

/** A caller's own id is taken over if it can do no harm in a log. */
function readCorrelationId({ headers }: HttpRequest): string | undefined {
  const given = headers.get('x-correlation-id') ?? '';
  return /^[A-Za-z0-9._-]{1,100}$/.test(given) ? given : undefined;
}
