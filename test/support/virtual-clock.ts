import type { Clock } from '../../local/clock';

interface Alarm {
  at: number;
  order: number;
  callback: () => void;
}

/** A clock that stands still until it is told to go on, and then goes as fast as the machine can. */
export class VirtualClock implements Clock {
  private alarms: Alarm[] = [];
  private order = 0;
  private recordedDelays: number[] = [];

  constructor(private time = Date.parse('2026-01-01T00:00:00.000Z')) {}

  now(): number {
    return this.time;
  }

  /** How many alarms have yet to go off. */
  get waiting(): number {
    return this.alarms.length;
  }

  /** From now on, alarms go off after these delays, one after the other, whatever they were set to. */
  follow(recordedDelays: readonly number[]): void {
    this.recordedDelays = [...recordedDelays];
  }

  schedule(at: number, callback: () => void): () => void {
    const recorded = this.recordedDelays.shift();
    return this.set(recorded === undefined ? at : this.time + recorded, callback);
  }

  private set(at: number, callback: () => void): () => void {
    const alarm: Alarm = { at: Math.max(at, this.time), order: this.order++, callback };
    this.alarms.push(alarm);
    return () => {
      this.alarms = this.alarms.filter((other) => other !== alarm);
    };
  }

  /** Goes on by this much, stopping at everything that is due on the way and letting it play out. */
  async advance(ms: number): Promise<void> {
    const until = this.time + ms;
    await playOut();
    for (;;) {
      const next = this.alarms.reduce<Alarm | undefined>(
        (first, alarm) =>
          !first || alarm.at < first.at || (alarm.at === first.at && alarm.order < first.order) ? alarm : first,
        undefined,
      );
      if (!next || next.at > until) break;
      this.alarms = this.alarms.filter((alarm) => alarm !== next);
      this.time = next.at;
      next.callback();
      await playOut();
    }
    this.time = until;
  }

  /** Makes the timers of the app under test obey this clock, too. Returns the way back. */
  takeOver(): () => void {
    const original = globalThis.setTimeout;
    globalThis.setTimeout = ((callback: () => void, ms = 0) =>
      this.set(this.time + ms, callback)) as unknown as typeof setTimeout;
    return () => {
      globalThis.setTimeout = original;
    };
  }
}

/** Lets every promise that can settle without time passing settle. */
async function playOut(): Promise<void> {
  for (let round = 0; round < 5; round++) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Gives each test of a file a clock of its own, which the timers of the app obey, too. */
export function ownTime(give: (clock: VirtualClock) => void): void {
  let giveBack = () => {};
  beforeEach(() => {
    const clock = new VirtualClock();
    giveBack = clock.takeOver();
    give(clock);
  });
  afterEach(() => giveBack());
}
