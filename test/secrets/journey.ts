import { everyScenario } from '../../local/workspace/scenarios/every-scenario';
import type { Scenario } from '../../local/workspace/scenarios/scenario';
import { canaryWorld } from '../support/canaries/canary-world';
import { FAULTS } from '../support/canaries/faults';
import { addressesLeft, leaksOf } from '../support/canaries/leaks';
import { tour } from '../support/canaries/tour';
import type { VirtualClock } from '../support/virtual-clock';

export interface Journey {
  name: string;
  fault: string;
  scenario: Scenario;
}

/** Every story, with everything that may go wrong between the app and the workspace. */
export const journeys: readonly Journey[] = everyScenario.flatMap((scenario) =>
  Object.keys(FAULTS).map((fault) => ({ name: scenario.name, fault, scenario })),
);

/** Sends a run on its way, looks at all that can be seen of it, and expects no secret where it does not belong. */
export async function travel({ scenario, fault }: Journey, clock: VirtualClock): Promise<void> {
  const intercept = FAULTS[fault]?.();
  const world = canaryWorld({ clock, scenarios: [scenario], ...(intercept && { intercept }) });
  await tour(world);
  expect(await leaksOf(world)).toEqual([]);
  expect(await addressesLeft(world)).toEqual([]);
}
