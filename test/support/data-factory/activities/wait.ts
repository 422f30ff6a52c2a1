import { failed, type Outcome, succeeded } from '../runs/outcome';
import { pause } from '../runs/time';
import type { Execution } from './execution';

export async function wait({ input, run, signal }: Execution): Promise<Outcome> {
  const seconds = input.waitTimeInSeconds;
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < 1) {
    return failed('InvalidWait', `${JSON.stringify(seconds)} is no number of seconds`);
  }
  await pause(run.clock, seconds * 1000, signal);
  return succeeded();
}
