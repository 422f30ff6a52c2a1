import { readGolden } from '../../support/golden';
import { loadGoldenApp } from '../../support/golden-app';
import { replay, type Scenario } from '../../support/scenario';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

const RECORDED_DEFAULT_VERSION = '1.2.3';

let clock: VirtualClock;
ownTime((own) => {
  clock = own;
});
beforeAll(() => {
  process.env.GOLDEN_EXC = '1';
});
beforeEach(() => {
  loadGoldenApp('scen.js');
});
afterAll(() => {
  delete process.env.GOLDEN_EXC;
});

test.each(readGolden<Scenario>('exc-histories.jsonl'))(
  '$scenario, with an exception properties provider and a default version, gives what was recorded',
  async (recorded) => {
    await replay(recorded, clock, RECORDED_DEFAULT_VERSION);
  },
);
