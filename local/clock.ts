/** Time as the host sees it. Everything that waits or reads the time takes one, so that tests can own it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once, at or after the given time. Returns a function that calls it off. */
  schedule(at: number, callback: () => void): () => void;
}

/** Timers of Node count the time that the machine is awake; so the clock is looked at now and then. */
const LOOK_EVERY_MS = 30_000;

export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(at, callback) {
    let timer: NodeJS.Timeout;
    const wait = () => {
      const left = at - Date.now(); // a timer of Node may also fire a millisecond early
      if (left <= 0) callback();
      else timer = setTimeout(wait, Math.min(left, LOOK_EVERY_MS));
    };
    timer = setTimeout(wait, 0);
    return () => clearTimeout(timer);
  },
};
