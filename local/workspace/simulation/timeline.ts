interface Entry {
  at: number;
  order: number;
  action: () => void;
}

/**
 * What will happen, in the order of time. Nothing waits for a timer: whoever looks at the workspace first lets
 * everything happen that is due, so a run in flight costs nothing while nobody looks.
 */
export class Timeline {
  /** A binary heap: the next entry is first. */
  private readonly heap: Entry[] = [];
  private order = 0;

  constructor(private time: number) {}

  get now(): number {
    return this.time;
  }

  /** When something happens next. */
  get nextAt(): number | undefined {
    return this.heap[0]?.at;
  }

  in(ms: number, action: () => void): void {
    this.heap.push({ at: this.time + Math.max(0, ms), order: this.order++, action });
    this.rise(this.heap.length - 1);
  }

  /** Plays everything that is due by then. While an action plays, `now` is the moment it was set to. */
  runUntil(now: number): void {
    for (let next = this.heap[0]; next && next.at <= now; next = this.heap[0]) {
      this.removeFirst();
      this.time = next.at;
      next.action();
    }
    this.time = Math.max(this.time, now);
  }

  private removeFirst(): void {
    const last = this.heap.pop();
    if (!last || this.heap.length === 0) return;
    this.heap[0] = last;
    this.sink(0);
  }

  private rise(start: number): void {
    for (let at = start; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  private sink(start: number): void {
    for (let at = start; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let first = at;
      if (this.isBefore(left, first)) first = left;
      if (this.isBefore(right, first)) first = right;
      if (first === at) return;
      this.swap(at, first);
      at = first;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const [one, other] = [this.heap[a], this.heap[b]];
    if (!one || !other) return false;
    return one.at < other.at || (one.at === other.at && one.order < other.order);
  }

  private swap(a: number, b: number): void {
    const [one, other] = [this.heap[a], this.heap[b]];
    if (!one || !other) return;
    this.heap[a] = other;
    this.heap[b] = one;
  }
}
