import type { OrchestrationContext, Task } from 'durable-functions';
import { ACTIVITIES } from '../contract/activity-names';
import {
  type CallBackInput,
  callBackInputSchema,
  type DeliverInput,
  type DeliverResult,
} from '../contract/callback-io';
import { nextDeliveryMs } from '../domain/delivery-schedule';

/** As of a run's orchestration: replaying costs the square of the length of a history. */
const TRIES_PER_GENERATION = 20;

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

  for (const last = tries + TRIES_PER_GENERATION; tries < last; tries++) {
    const result: DeliverResult = yield* deliver({
      instanceId,
      callbackId,
      tries,
      since,
      now: new Date(now()).toISOString(),
    });
    if (result.kind === 'over') return;
    yield df.createTimer(new Date(now() + nextDeliveryMs(tries + 1, result.retryAfterMs)));
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
