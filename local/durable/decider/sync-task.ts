/**
 * A task that settles within the call that settles it. The decider replays a history to its end in one go, so it must
 * know after every event what that event has set free; a promise would tell only later.
 */
export class SyncTask<T> {
  private outcome: { value: T } | undefined;
  private readonly waiting: ((value: T) => void)[] = [];

  get settled(): boolean {
    return this.outcome !== undefined;
  }

  settle(value: T): void {
    if (this.outcome) return;
    this.outcome = { value };
    for (const callback of this.waiting.splice(0)) callback(value);
  }

  whenSettled(callback: (value: T) => void): void {
    if (this.outcome) callback(this.outcome.value);
    else this.waiting.push(callback);
  }
}

export function settledTask<T>(value: T): SyncTask<T> {
  const task = new SyncTask<T>();
  task.settle(value);
  return task;
}
