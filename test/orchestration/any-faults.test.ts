import fc from 'fast-check';
import { ownTime, type VirtualClock } from '../support/virtual-clock';
import { anyPlan, survive } from './fault-plan';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

test('whatever goes wrong, there is one Databricks run at most, and its truth is told', async () => {
  await fc.assert(
    fc.asyncProperty(anyPlan, (plan) => survive(plan, clock)),
    { numRuns: 50, seed: 20_260_101 },
  );
});
