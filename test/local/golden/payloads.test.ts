import { comparable, readGolden } from '../../support/golden';
import { loadGoldenApp } from '../../support/golden-app';
import { play, type Scenario } from '../../support/scenario';
import { VirtualClock } from '../../support/virtual-clock';

interface Recorded {
  instanceId: string;
  payload: { history: Record<string, unknown>[] };
}

const EXCLUDED: Record<string, string> = {
  Rewind: 'rewind is refused with 501',
  Fan: 'its answers came in episodes of their own',
  Parallel: 'its answers came in another order',
  SubTwo: 'its answers came in another order',
};

const scenarios = new Map(readGolden<Scenario>('histories.jsonl').map((scenario) => [scenario.instanceId, scenario]));
const recordings = readGolden<Recorded>('payloads.jsonl').filter(({ instanceId }) => !EXCLUDED[instanceId]);

test.each(recordings)(
  'the last payload of $instanceId is the recorded one, byte for byte',
  async ({ instanceId, payload }) => {
    const clock = new VirtualClock();
    const giveBack = clock.takeOver();
    try {
      const registry = loadGoldenApp('scen.js');
      let last: unknown;
      registry.hooks.preInvocation.add(({ inputs }) => {
        const input = (inputs as Recorded['payload'][])[0] as { instanceId?: string; history?: unknown } | undefined;
        if (input?.history && input.instanceId === instanceId) last = JSON.parse(JSON.stringify(input));
      });
      await play(scenarios.get(instanceId) as Scenario, clock);
      expect(comparable(JSON.stringify(last))).toBe(comparable(JSON.stringify(payload)));
    } finally {
      giveBack();
    }
  },
);
