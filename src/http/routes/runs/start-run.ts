import { createHash } from 'node:crypto';
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { callbackRefusal } from '../../../contract/callbacks/callback';
import { type Caller, ownsEveryRun } from '../../../contract/callers/caller';
import { canonicalJson } from '../../../contract/canonical-json';
import { ProblemError } from '../../../contract/problem';
import type { PlanProblem } from '../../../contract/runs/request/run-plan';
import type { RunRequest } from '../../../contract/runs/request/run-request';
import { readStartRequest, type StartReading } from '../../../contract/runs/request/start-request';
import { StorageUnavailable } from '../../../contract/storage-unavailable';
import { iso } from '../../../domain/iso';
import { newAccount } from '../../../runs/account';
import type { App } from '../../app';
import { demandRoles } from '../../callers/demand-roles';
import { refuseForeignJob, refuseWithoutJob } from '../../callers/own-jobs';
import { readIdempotencyKey, readOnFailure, readWait, refuseUnknownOptions } from '../../reading/query';
import { readBody } from '../../reading/read-body';
import { requestInvalid } from '../../reading/request-invalid';
import { awaitEnd } from '../../runs/await-end';
import { type Begun, beginRun, hasExpired, joinRun, newClaim } from '../../runs/begin-run';
import { type EffectiveRequest, effectiveRequest } from '../../runs/effective-request';
import { planRefused } from '../../runs/plan-refused';
import { runAnswer } from '../../runs/run-answer';

/** `POST /runs`. */
export async function startRun(request: HttpRequest, app: App): Promise<HttpResponseInit> {
  try {
    return await start(request, app);
  } catch (error) {
    if (error instanceof ProblemError) {
      const { code, status } = error.facts;
      app.log({ event: 'startRefused', level: 'warning', correlationId: app.correlationId, code, status });
    }
    throw error;
  }
}

/** Everything that can be wrong with a request is found before anything is started. */
async function start(request: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(request.query, ['wait', 'onFailure', 'key']);
  const wait = readWait(request.query);
  const onFailure = readOnFailure(request.query);
  const key = readIdempotencyKey(request.headers, request.query);
  const asked = readStartRequest(await readBody(request));
  if (!asked.ok) throw requestInvalid(asked.errors);
  const effective = await settle(asked, app);
  await app.linkKey(); // the answer needs it: what can fail fails before anything is started
  const begun = await begin(key, asked.request, effective, app);

  const account = await awaitEnd(begun.id, wait, app).catch((error) => {
    if (!(error instanceof StorageUnavailable)) throw error;
    // It has been started: an error would make the caller start another one.
    return newAccount({ ...effective, id: begun.id, submittedAt: iso(app.now()) });
  });
  const showsUrls = app.showsStandardUrls && ownsEveryRun(app.caller); // they open every run
  const more = showsUrls ? app.instances.standardUrls(begun.id, app.origin) : undefined;
  return runAnswer(account, { onFailure, joined: begun.joined, more }, app);
}

/** The request with all that it leaves open. */
async function settle(reading: StartReading & { ok: true }, app: App): Promise<EffectiveRequest> {
  const { request: asked, callback, asGiven } = reading;
  if (asked.job === undefined) refuseWithoutJob(app);
  else refuseForeignJob(asked.job, asked.workspace, app);
  if (asked.concurrency === 'cancelPrevious') demandRoles(app.caller, 'Runs.Cancel');
  const refusal = callback && callbackRefusal(callback, app.callbackRules);
  if (refusal) throw requestInvalid([refusal]);
  const refuse = (problem: PlanProblem) => planRefused({ ...problem, field: asGiven(problem.field) });
  return { ...(await effectiveRequest(asked, refuse, app)), callback };
}

/** With a key, a request that comes twice meets the run of the first one; another request with the same key is refused. */
async function begin(
  key: string | undefined,
  asked: RunRequest,
  effective: EffectiveRequest,
  app: App,
): Promise<Begun> {
  const meant = { ...asked, workspace: effective.workspace }; // which has several names
  const bodyHash = createHash('sha256').update(canonicalJson(meant)).digest('hex');
  const mine = newClaim(bodyHash, app);
  if (key === undefined) return beginRun(effective, app, mine);
  const name = claimName(key, app.caller);
  const taking = await app.claims.take(name, mine);
  if (taking.taken) return beginRun(effective, app, mine, name);
  const { claim } = taking;
  if (hasExpired(claim, app.now())) {
    if (await app.claims.replace(name, claim, mine)) return beginRun(effective, app, mine, name);
    return begin(key, asked, effective, app);
  }
  if (claim.bodyHash === bodyHash) return joinRun(effective, app, claim, name);
  throw new ProblemError({
    status: 422,
    code: 'idempotencyKeyReused',
    detail: 'This idempotency key belongs to another request. Use a new key for a new run.',
  });
}

/** Two callers that have thought of the same key must not meet each other's runs. */
const claimName = (key: string, { applicationId, objectId = '' }: Caller): string =>
  applicationId === undefined ? `run:${key}` : `run of ${applicationId} ${objectId}:${key}`;
