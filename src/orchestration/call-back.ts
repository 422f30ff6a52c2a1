import type { OrchestrationContext, Task } from 'durable-functions';
import {
  type CallBackInput,
  callBackInputSchema,
  type DeliverInput,
  type DeliverResult,
} from '../contract/callbacks/callback-io';
import { ACTIVITIES } from '../contract/runs/orchestration/activity-names';
import { DELIVERY_LIMIT_MS, EARLY_MS, nextDeliveryMs } from '../domain/delivery-schedule';

/** As of a run's orchestration: replaying costs the square of the length of a history. */
const STEPS_PER_GENERATION = 20;

/**
 * Tells a caller that its run has ended, again and again until it has heard it. It is no part of the orchestration of
 * the run: that has ended, and says so, however long a caller can't be reached.
 */
// biome-ignore lint/suspicious/noExplicitAny: what is passed back depends on the task that was yielded
export function* callBack({ df }: OrchestrationContext): Generator<Task, void, any> {
  const told = callBackInputSchema.safeParse(df.getInput());
  if (!told.success) return; // started by somebody else
  const now = () => df.currentUtcDateTime.getTime();
  const { instanceId, callbackId, since = new Date(now()).toISOString() } = told.data;
  let { tries } = told.data;

  for (let steps = 0; steps < STEPS_PER_GENERATION; steps++) {
    if (now() - Date.parse(since) > DELIVERY_LIMIT_MS) return;
    const input = { instanceId, callbackId, tries, since, now: new Date(now()).toISOString() };
    const result: DeliverResult = yield* deliver(input);
    if (result.kind === 'over') return;
    if (result.kind === 'again') tries += 1;
    const pauseMs = result.kind === 'early' ? EARLY_MS : nextDeliveryMs(tries, result.retryAfterMs);
    yield df.createTimer(new Date(now() + pauseMs));
  }
  const next: CallBackInput = { instanceId, callbackId, since, tries };
  df.continueAsNew(next);

  // biome-ignore lint/suspicious/noExplicitAny: as above
  function* deliver(input: DeliverInput): Generator<Task, DeliverResult, any> {
    try {
      return yield df.callActivity(ACTIVITIES.deliverCallback, input);
    } catch {
      return { kind: 'again', retryAfterMs: null };
    }
  }
}
