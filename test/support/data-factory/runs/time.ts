import type { Clock } from '../../../../local/clock';

/** Of what was called off, since nobody waits for it any more. */
export class CalledOff extends Error {
  override name = 'CalledOff';
}

export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const callOff = () => {
      cancel();
      reject(new CalledOff());
    };
    const cancel = clock.schedule(clock.now() + ms, () => {
      signal.removeEventListener('abort', callOff);
      resolve();
    });
    if (signal.aborted) callOff();
    else signal.addEventListener('abort', callOff, { once: true });
  });
}

/** What the work leads to, or undefined if the time is up first: then it is called off. */
export async function within<T>(
  clock: Clock,
  ms: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const own = new AbortController();
  const signal = AbortSignal.any([outer, own.signal]);
  try {
    return await Promise.race([work(signal), pause(clock, ms, signal).then(() => undefined)]);
  } finally {
    own.abort();
  }
}
