import { readGolden } from '../../support/golden';
import { loadGoldenApp } from '../../support/golden-app';
import { replay, type Scenario } from '../../support/scenario';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

/** What the embedded host does not do, each with the reason. Everything else that was recorded is compared. */
const EXCLUDED: Record<string, string> = {
  Rewind: 'rewind is refused with 501',
};

const scenarios = readGolden<Scenario>('histories.jsonl');

let clock: VirtualClock;
ownTime((own) => {
  clock = own;
});
beforeEach(() => {
  loadGoldenApp('scen.js');
});

test('every exclusion names a recording', () => {
  const names = new Set(scenarios.map(({ scenario }) => scenario));
  expect(Object.keys(EXCLUDED).filter((name) => !names.has(name))).toEqual([]);
});

test.each(scenarios.filter(({ scenario }) => !EXCLUDED[scenario]))(
  '$scenario gives the recorded answers and the recorded history',
  async (recorded) => {
    await replay(recorded, clock);
  },
);
