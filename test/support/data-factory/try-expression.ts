import { resolve } from './expressions/resolve';
import type { Surroundings } from './expressions/surroundings';
import type { Json } from './json';

/** What a value of a pipeline comes to, in surroundings that a test makes up. */
export function evaluated(value: Json, surroundings: Partial<Surroundings> = {}): Json {
  const nothing = () => {
    throw new Error('The test has made nothing of this up.');
  };
  let guids = 0;
  return resolve(value, {
    now: () => Date.parse('2026-01-02T03:04:05.678Z'),
    newGuid: () => `guid-${++guids}`,
    pipeline: () => ({ RunId: 'run-1', parameters: { days: 3, region: 'NORTE', table: [{ job: 'sales' }] } }),
    variable: nothing,
    activity: nothing,
    item: nothing,
    ...surroundings,
  });
}
