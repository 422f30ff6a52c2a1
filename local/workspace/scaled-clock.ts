import type { Clock } from '../clock';

/** More than a day a second. */
export const FASTEST = 100_000;

/** A clock that can go faster than the one it follows, stand still, and jump. */
export interface ScaledClock extends Clock {
  /** Milliseconds on this clock for one on the other. */
  readonly speed: number;
  setSpeed(speed: number): void;
  /** Goes on by this much as fast as the machine can: everything due on the way happens in its order, at its time. */
  advance(milliseconds: number): Promise<void>;
}

interface Alarm {
  at: number;
  callback: () => void;
  disarm: () => void;
}

const NOTHING = () => {};

export function createScaledClock(base: Clock, initialSpeed: number): ScaledClock {
  const alarms = new Set<Alarm>();
  let speed = initialSpeed;
  let anchor = { base: base.now(), here: base.now() };
  /** Where the clock is held while it advances step by step. */
  let held: number | undefined;
  /** One advance at a time. */
  let advancing: Promise<void> = Promise.resolve();

  const now = () => held ?? anchor.here + (base.now() - anchor.base) * speed;
  const startFrom = (here: number) => {
    held = undefined;
    anchor = { base: base.now(), here };
    for (const alarm of alarms) arm(alarm);
  };

  function arm(alarm: Alarm): void {
    alarm.disarm();
    alarm.disarm = NOTHING;
    if (held !== undefined || speed === 0) return;
    const wait = Math.ceil(Math.max(0, alarm.at - now()) / speed); // the other clock knows whole milliseconds only
    alarm.disarm = base.schedule(base.now() + wait, () => {
      alarms.delete(alarm);
      alarm.callback();
    });
  }

  async function advanceBy(milliseconds: number): Promise<void> {
    let here = now();
    const until = here + milliseconds;
    held = here;
    for (const alarm of alarms) arm(alarm);
    try {
      for (;;) {
        await settled();
        const next = earliest(alarms);
        if (!next || next.at > until) break;
        here = Math.max(here, next.at);
        held = here;
        alarms.delete(next);
        next.callback();
      }
      here = until;
    } finally {
      startFrom(here);
    }
  }

  return {
    get speed() {
      return speed;
    },
    now: () => Math.floor(now()),
    schedule(at, callback) {
      const alarm: Alarm = { at, callback, disarm: NOTHING };
      alarms.add(alarm);
      arm(alarm);
      return () => {
        alarm.disarm();
        alarms.delete(alarm);
      };
    },
    setSpeed(next) {
      const here = now();
      speed = next;
      if (held === undefined) startFrom(here);
    },
    advance(milliseconds) {
      advancing = advancing.catch(NOTHING).then(() => advanceBy(milliseconds));
      return advancing;
    },
  };
}

function earliest(alarms: Iterable<Alarm>): Alarm | undefined {
  let first: Alarm | undefined;
  for (const alarm of alarms) if (!first || alarm.at < first.at) first = alarm;
  return first;
}

/** Lets what an alarm has set off set its own alarms. */
async function settled(): Promise<void> {
  for (let round = 0; round < 3; round++) await new Promise<void>((resolve) => setImmediate(resolve));
}
