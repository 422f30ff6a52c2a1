import type { VirtualClock } from '../virtual-clock';

const LONGEST_MS = 7 * 86_400_000;

/** Moves the clock on until this is done. */
export async function letTimePass<T>(clock: VirtualClock, doing: Promise<T>, stepMs = 1000): Promise<T> {
  let isDone = false;
  const done = doing.finally(() => {
    isDone = true;
  });
  done.catch(() => undefined); // whoever called hears of it at the end
  const until = clock.now() + LONGEST_MS;
  await clock.advance(0);
  while (!isDone) {
    if (clock.now() > until) throw new Error('This takes longer than a week.');
    await clock.advance(stepMs);
  }
  return done;
}
