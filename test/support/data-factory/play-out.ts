import type { VirtualClock } from '../virtual-clock';

const STEP_MS = 60_000;
const LONGEST_MS = 30 * 86_400_000;

/** Lets time pass until the work is done. */
export async function playOut<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = () => {
    isDone = true;
  };
  work.then(done, done);
  for (let passed = 0; passed < LONGEST_MS; passed += STEP_MS) {
    await clock.advance(STEP_MS);
    if (isDone) return work;
  }
  throw new Error('It does not come to an end.');
}
