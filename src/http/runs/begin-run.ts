import { type Callback, callbackId, toCallbackCell } from '../../contract/callbacks/callback';
import type { Claim, NewClaim } from '../../contract/runs/claims/claim';
import { MUST_START_WITHIN_MS } from '../../contract/runs/claims/turn';
import { CLAIM_LIFE_MS } from '../../contract/runs/times';
import { iso } from '../../domain/iso';
import { accountOf } from '../../runs/account';
import type { App } from '../app';
import type { EffectiveRequest } from './effective-request';
import { type Turn, takeTurn } from './take-turn';

export interface Begun {
  id: string;
  /** The run was there already. */
  joined: boolean;
}

/**
 * Starts the run of a claim that was made just now; or, where runs of the job mind each other, meets one of them or is
 * refused. The key is that of the claim, if it has one.
 */
export async function beginRun(effective: EffectiveRequest, app: App, claim: NewClaim, key?: string): Promise<Begun> {
  if (effective.concurrency !== 'allow') return beginInTurn(effective, app, claim, key);
  await createRow(effective, app, claim);
  await startInstance(effective, app, claim, []);
  return { id: claim.instanceId, joined: false };
}

/**
 * Meets the run of a claim that somebody else has made, or starts it if nobody has come to that: whose time begins now,
 * because nobody knows for how long it was left.
 */
export async function joinRun(effective: EffectiveRequest, app: App, claim: NewClaim, key?: string): Promise<Begun> {
  const account = await accountOf(claim.instanceId, app);
  const anew = { ...claim, createdAt: iso(app.now()) };
  const { id } = account?.isStarted ? account : await beginRun(effective, app, anew, key);
  if (effective.callback) await callBackInstead(id, effective.callback, app);
  return { id, joined: true };
}

async function beginInTurn(effective: EffectiveRequest, app: App, mine: NewClaim, key?: string): Promise<Begun> {
  const { instanceId } = mine;
  for (;;) {
    // A key means one run for ever: of all requests with it, one decides whether that is another run.
    const held = key !== undefined && effective.concurrency === 'join' ? await app.claims.read(key) : undefined;
    if (held && held.nonce !== mine.nonce) return joinRun(effective, app, held, key);
    const turn = await takeTurn(effective, app, mine);
    const { entry } = turn;
    const decided = { instanceId: entry.instanceId, nonce: entry.nonce };
    if (key !== undefined && held && !(await app.claims.replace(key, held, { ...held, ...decided }))) continue;
    if (turn.joins) return meet(turn, effective, app);

    await createRow(effective, app, mine);
    if (app.now() - Date.parse(entry.createdAt) >= MUST_START_WITHIN_MS) continue;
    const isFirst = await startInstance(effective, app, mine, turn.after);
    if (!isFirst && effective.callback) await callBackInstead(instanceId, effective.callback, app);
    return { id: instanceId, joined: false };
  }
}

const LOOKS = 4;
const LOOK_EVERY_MS = 500;

/** Joins a run that another request has started, or is about to. If that has crashed, it is started from here. */
async function meet({ entry, after }: Turn, effective: EffectiveRequest, app: App): Promise<Begun> {
  const { instanceId: id, nonce } = entry;
  const isStarted = async () => (await accountOf(id, app))?.isStarted === true;
  let hasStarted = await isStarted();
  for (let looks = 0; looks < LOOKS && !hasStarted; looks++) {
    await app.sleep(LOOK_EVERY_MS);
    hasStarted = await isStarted();
  }
  if (!hasStarted) {
    const claim = { instanceId: id, nonce, createdAt: iso(app.now()) };
    await createRow(effective, app, claim);
    await startInstance(effective, app, claim, after);
  }
  if (effective.callback) await callBackInstead(id, effective.callback, app);
  await noteTable(id, effective, app);
  return { id, joined: true };
}

/** A table can be asked for the rows of this run from now on. */
async function noteTable(id: string, { tableKey }: EffectiveRequest, { runs }: App): Promise<void> {
  if (tableKey === undefined) return;
  const row = await runs.read(id);
  if (row && row.tableKey === undefined) await runs.update(id, { tableKey });
}

type Begins = Omit<NewClaim, 'bodyHash'>;

/** Before the orchestration: whoever cancels the run finds it. A row that is there already is left as it is. */
async function createRow(effective: EffectiveRequest, app: App, { instanceId, nonce, createdAt }: Begins) {
  const { request, timeoutSeconds, workspace, kind, jobId, pipelineId, tableKey, callback: asked } = effective;
  const callback = asked && toCallbackCell(asked);
  const { applicationId: caller } = app.caller;
  const what = { job: request.job ?? '', jobId, pipelineId, ...(kind !== 'job' && { kind }) };
  const facts = { timeoutSeconds, workspace, ...what, tableKey, callback, caller };
  await app.runs.create({ id: instanceId, nonce, submittedAt: createdAt, ...facts });
}

/** Doing this twice for the same claim does no harm, because both lead to the same Databricks run. */
function startInstance(effective: EffectiveRequest, app: App, begins: Begins, after: string[]): Promise<boolean> {
  const { instanceId, nonce, createdAt } = begins;
  return app.instances.start(instanceId, {
    request: JSON.stringify(effective.request),
    instanceId,
    nonce,
    submittedAt: createdAt,
    timeoutSeconds: effective.timeoutSeconds,
    correlationId: app.correlationId,
    ...(after.length > 0 && { after }),
  });
}

/**
 * Who sends a start again wants the answer at its new address: the old one is no longer listened to. The address is
 * written down before the end is looked for, and `recordEnd` does it the other way round, so that one of them meets it.
 */
export async function callBackInstead(instanceId: string, callback: Callback, app: App): Promise<void> {
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

export const hasExpired = (claim: Claim, now: number): boolean => now - Date.parse(claim.createdAt) > CLAIM_LIFE_MS;
