import { everyScenario } from '../../local/workspace/scenarios/every-scenario';
import { WAYS_TO_SIGN_IN } from '../support/canaries/canary-sign-in';
import { canaryWorld } from '../support/canaries/canary-world';
import { addressesLeft, leaksOf } from '../support/canaries/leaks';
import { tour } from '../support/canaries/tour';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const journeys = everyScenario.flatMap((scenario) => WAYS_TO_SIGN_IN.map((way) => ({ scenario, way })));

test.each(journeys)('$scenario.name, signed in by $way: no secret is where it does not belong', async (journey) => {
  const { scenario, way } = journey;
  const world = canaryWorld({ clock, scenarios: [scenario], way });
  await tour(world);
  expect(await leaksOf(world)).toEqual([]);
  expect(await addressesLeft(world)).toEqual([]);
});
