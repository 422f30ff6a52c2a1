import { accountOf } from '../../account/account';
import { type Callback, callbackId, toCallbackCell } from '../../contract/callbacks/callback';
import type { Claim, NewClaim } from '../../contract/runs/claim';
import type { App } from '../app';
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
  const { request, timeoutSeconds, workspace, kind, jobId, pipelineId, tableKey, callback: asked } = effective;
  const { instanceId, nonce, createdAt } = claim;
  const callback = asked && toCallbackCell(asked);
  const { applicationId: caller } = app.caller;
  const what = { job: request.job ?? '', jobId, pipelineId, ...(kind !== 'job' && { kind }) };
  const facts = { timeoutSeconds, workspace, ...what, tableKey, callback, caller };
  await app.runs.create({ id: instanceId, nonce, submittedAt: createdAt, ...facts });
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
  if (effective.callback) await callBackInstead(claim.instanceId, effective.callback, app);
  return { id: claim.instanceId, joined: true };
}

/**
 * Who sends a start again wants the answer at its new address: the old one is no longer listened to. The address is
 * written down before the end is looked for, and `recordEnd` does it the other way round, so that one of them meets it.
 */
async function callBackInstead(instanceId: string, callback: Callback, app: App): Promise<void> {
  await app.runs.update(instanceId, { callback: toCallbackCell(callback) });
  const hasEnded = (await app.runs.read(instanceId))?.outcome ?? (await accountOf(instanceId, app))?.end;
  if (hasEnded) await app.instances.startCallback({ instanceId, callbackId: callbackId(callback) });
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
