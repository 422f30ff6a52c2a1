import type { PostCallback } from '../adapters/callbacks/post-callback';
import type { Runs } from '../adapters/storage/runs';
import {
  type Callback,
  type CallbackRules,
  callbackId,
  callbackRefusal,
  fromCallbackCell,
  toCallbackCell,
} from '../contract/callbacks/callback';
import { callbackBody } from '../contract/callbacks/callback-body';
import type { DeliverInput, DeliverResult } from '../contract/callbacks/callback-io';
import { webhookHeaders } from '../contract/callbacks/webhook-signature';
import type { EventLog } from '../contract/log-events';
import { detailOf } from '../contract/runs/run-detail';
import { type End, type RunAccount, viewOf } from '../contract/runs/run-view';
import { StorageUnavailable } from '../contract/storage-unavailable';
import { DELIVERY_BUDGET_MS } from '../domain/delivery-schedule';
import { type AccountSources, accountOf } from '../runs/account';
import { type LinkTools, linkExpiry, linksTo } from '../runs/links';

export interface DeliverTools extends AccountSources, LinkTools {
  runs: Runs;
  postCallback: PostCallback;
  callbackRules: CallbackRules;
  log: EventLog;
}

const SOON: DeliverResult = { kind: 'again', retryAfterMs: null };
const DELIVERED = { level: 'information', delivered: true } as const;
const GONE = 410;

/** Tries once to tell a caller how its run has ended. */
export async function deliverCallback(input: DeliverInput, tools: DeliverTools): Promise<DeliverResult> {
  try {
    return await deliver(input, tools);
  } catch (error) {
    if (error instanceof StorageUnavailable) return SOON;
    throw error;
  }
}

async function deliver(input: DeliverInput, tools: DeliverTools): Promise<DeliverResult> {
  const { instanceId, tries, since } = input;
  const now = Date.parse(input.now);
  const callback = fromCallbackCell((await tools.runs.read(instanceId))?.callback);
  if (!callback || callbackId(callback) !== input.callbackId) return { kind: 'over' }; // another one has taken its place
  const wanted = callback;
  const isLate = now - Date.parse(since) >= DELIVERY_BUDGET_MS;
  const account = await accountOf(instanceId, tools);
  if (!account?.end) return isLate ? settle(null, 'The run has not ended.') : { kind: 'early' };
  const refusal = callbackRefusal(callback, tools.callbackRules); // the setting may have been changed meanwhile
  if (refusal) return settle(null, `Its address ${refusal.detail}.`);

  const { status, retryAfterMs, problem } = await post(callback, account, account.end, now, tools);
  if (problem === null) return settle(status);
  return isLate || status === GONE ? settle(status, problem) : { kind: 'again', retryAfterMs };

  async function settle(status: number | null, reason?: string): Promise<DeliverResult> {
    await tools.runs.forgetCallback(instanceId, toCallbackCell(wanted));
    const how = reason === undefined ? DELIVERED : { level: 'error' as const, delivered: false, reason };
    const { form, uri } = wanted;
    const host = new URL(uri).hostname;
    tools.log({ event: 'callbackEnded', ...how, runId: instanceId, form, host, status, tries: tries + 1 });
    return { kind: 'over' };
  }
}

/** Another one for the end of each repair: receivers pass over what they have heard before. */
const messageId = (id: string, { life }: Callback): string =>
  life === undefined ? `${id}.ended` : `${id}.ended.${life}`;

async function post(callback: Callback, account: RunAccount, end: End, now: number, tools: DeliverTools) {
  const paths = await linksTo(account.id, linkExpiry(account, now), tools);
  const view = viewOf(account, paths, now, false);
  const body = callbackBody(view, end.endedWell, detailOf(view), callback);
  const { secret } = tools.callbackRules;
  const isSigned = callback.form === 'run' && secret;
  const headers = isSigned ? webhookHeaders({ id: messageId(account.id, callback), now, body }, secret) : {};
  return tools.postCallback(callback.uri, body, headers);
}
