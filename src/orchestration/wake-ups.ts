import type { DurableOrchestrationContext, Task, TimerTask } from 'durable-functions';
import { CHANGED_EVENT } from '../contract/runs/orchestration/activity-names';
import type { Crashed } from './advance/failing';
import { crashText } from './crash-text';

/** What the library passes back to a generator depends on the task that was yielded. */
// biome-ignore lint/suspicious/noExplicitAny: no narrower type can say so
export type Steps<T> = Generator<Task, T, any>;

/**
 * Waits and works while listening for the event that something has changed. The listening task is in every race, and is
 * made anew whenever an event has come, so that each event is noticed and none is left over.
 */
export function wakeUps(df: DurableOrchestrationContext) {
  let changed = df.waitForExternalEvent(CHANGED_EVENT);
  let missed = false;
  let crashes = 0;

  return {
    /** Whether an event has come that no wait has answered yet. */
    isPending: () => missed,

    /** How many activities have thrown. */
    crashes: () => crashes,

    /**
     * Does an activity to its end. An event that comes meanwhile makes the next wait end at once. The activity is in one
     * race only: the platform starts it again with every further one.
     */
    *whileDoing<T>(activity: Task): Steps<T | Crashed> {
      const first = yield df.Task.any([activity, changed]);
      if (first !== activity) {
        changed = df.waitForExternalEvent(CHANGED_EVENT);
        missed = true;
      }
      try {
        return yield activity;
      } catch (error) {
        crashes += 1;
        return { kind: 'crashed', message: crashText(error) };
      }
    },

    /** Waits until then, or for the event. */
    *until(time: number): Steps<void> {
      if (missed) {
        missed = false;
        return;
      }
      const timer: TimerTask = df.createTimer(new Date(time));
      const first = yield df.Task.any([timer, changed]);
      if (first === timer) return;
      timer.cancel(); // an open timer would keep the instance from completing
      changed = df.waitForExternalEvent(CHANGED_EVENT);
    },
  };
}
