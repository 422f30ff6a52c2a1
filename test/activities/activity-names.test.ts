import { ACTIVITIES, CALL_BACK, RUN_JOB } from '../../src/contract/runs/orchestration/activity-names';
import { registry } from '../support/functions-core';
import { runWorld } from '../support/run-world';
import { VirtualClock } from '../support/virtual-clock';

test('every activity that is called is registered, and no other one', () => {
  runWorld({ clock: new VirtualClock() });
  const withTrigger = (type: string) =>
    [...registry.functions.values()]
      .filter(({ bindings }) => Object.values(bindings).some((binding) => binding.type === type))
      .map(({ name }) => name)
      .sort();
  expect(withTrigger('activityTrigger')).toEqual(Object.values(ACTIVITIES).sort());
  expect(withTrigger('orchestrationTrigger')).toEqual([CALL_BACK, RUN_JOB]);
});
