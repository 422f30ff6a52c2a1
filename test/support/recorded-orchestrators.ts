import type { DurableFunctions, Invoked } from '../../local/durable/functions';
import type { Store } from '../../local/durable/store/store';
import { triggerPayload } from '../../local/durable/trigger-payload';

const LIMITS = { longestTimerMs: 6 * 86_400_000, longTimerStepMs: 3 * 86_400_000 };

/** Remembers what orchestrators answered last, to hold a later replay to it. */
export function recordOrchestrators(functions: DurableFunctions) {
  const last = new Map<string, string>();
  let listener = (_name: string, _payload: string) => {};
  const recording: DurableFunctions = {
    ...functions,
    async invokeOrchestrator(name, payload) {
      listener(name, payload);
      const invoked = await functions.invokeOrchestrator(name, payload);
      last.set(JSON.parse(payload).instanceId, actionsText(invoked));
      return invoked;
    },
  };

  /** Replays what every instance went through, and returns what it asks for now beside what it asked for then. */
  async function replayAll(store: Store): Promise<{ id: string; then: string; now: string }[]> {
    const replays = [];
    for await (const { instanceId: id, name } of store.list()) {
      const stored = await store.load(id);
      const then = last.get(id);
      if (!stored || then === undefined) continue;
      const payload = triggerPayload(stored.instance, stored.history, LIMITS);
      const now = actionsText(await functions.invokeOrchestrator(name, payload));
      replays.push({ id, then, now });
    }
    return replays;
  }

  /** Tells of everything that orchestrators are called with from now on. */
  const listen = (heard: typeof listener) => {
    listener = heard;
  };

  return { recording, replayAll, listen };
}

/** The actions as they cross the wire; of an orchestrator that threw they follow a label in the message. */
function actionsText(invoked: Invoked<unknown>): string {
  if (invoked.ok) return JSON.stringify((invoked.result as { actions?: unknown }).actions);
  const [message = '', state] = invoked.error.message.split('\n\n$OutOfProcData$:');
  return state === undefined ? message : JSON.stringify(JSON.parse(state).actions);
}
