import { accountOf } from '../account/account';
import type { Claim, NewClaim } from '../contract/claim';
import type { App } from './app';
import type { EffectiveRequest } from './effective-request';

export interface Begun {
  id: string;
  /** The run was there already. */
  joined: boolean;
}

/**
 * Starts the orchestration of a run. The row comes first: whoever cancels the run finds it. Doing this twice for the
 * same instance does no harm, because both lead to the same Databricks run.
 */
export async function beginRun(effective: EffectiveRequest, app: App, claim: NewClaim): Promise<Begun> {
  const { request, timeoutSeconds, jobId, tableKey } = effective;
  const { instanceId, nonce, createdAt } = claim;
  const row = { id: instanceId, nonce, submittedAt: createdAt, timeoutSeconds, job: request.job, jobId, tableKey };
  await app.runs.create(row);
  const input = {
    request: JSON.stringify(request),
    instanceId,
    nonce,
    submittedAt: createdAt,
    timeoutSeconds,
    correlationId: app.correlationId,
  };
  await app.instances.start(instanceId, input);
  return { id: instanceId, joined: false };
}

/**
 * Meets the run of a claim that somebody else has made, or starts it if nobody has come to that: whose time begins now,
 * because nobody knows for how long it was left.
 */
export async function joinRun(effective: EffectiveRequest, app: App, claim: NewClaim): Promise<Begun> {
  const account = await accountOf(claim.instanceId, app);
  if (!account?.isStarted) await beginRun(effective, app, { ...claim, createdAt: iso(app.now()) });
  return { id: claim.instanceId, joined: true };
}

export const newClaim = (bodyHash: string, { newId, now }: Pick<App, 'newId' | 'now'>): NewClaim => ({
  instanceId: newId(),
  nonce: newId(),
  bodyHash,
  createdAt: iso(now()),
});

const iso = (time: number) => new Date(time).toISOString();

const CLAIM_LIFE_MS = 7 * 86_400_000;

export const hasExpired = (claim: Claim, now: number): boolean => now - Date.parse(claim.createdAt) > CLAIM_LIFE_MS;
