import { SyncTask, settledTask } from './sync-task';

/** Brings external events and those who wait for them together, by name, whatever the case. */
export class EventWaiters<T> {
  private readonly waiting = new Map<string, SyncTask<T>[]>();
  private readonly kept = new Map<string, number>();

  constructor(private readonly delivered: T) {}

  wait(eventName: string): SyncTask<T> {
    const name = eventName.toLowerCase();
    const kept = this.kept.get(name) ?? 0;
    if (kept > 0) {
      this.kept.set(name, kept - 1);
      return settledTask(this.delivered);
    }
    const task = new SyncTask<T>();
    this.waiting.set(name, [...(this.waiting.get(name) ?? []), task]);
    return task;
  }

  /** The newest waiter is served first; without one the event is kept for later. */
  deliver(eventName: string): void {
    const name = eventName.toLowerCase();
    const waiter = this.waiting.get(name)?.pop();
    if (waiter) waiter.settle(this.delivered);
    else this.kept.set(name, (this.kept.get(name) ?? 0) + 1);
  }

  isAwaited(): boolean {
    return [...this.waiting.values()].some((tasks) => tasks.length > 0);
  }
}
