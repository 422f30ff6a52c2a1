import { readGolden } from '../../support/golden';
import { loadGoldenApp } from '../../support/golden-app';
import { play, type Scenario } from '../../support/scenario';
import { VirtualClock } from '../../support/virtual-clock';

interface Recorded {
  instanceId: string;
  activities: { name: string; in: unknown; triggerMetadata: Record<string, unknown> }[];
}

const EXCLUDED: Record<string, string> = {
  Rewind: 'rewind is refused with 501',
  NonDetName: 'recorded over two runs of one id, and it does something else each time',
};

const scenarios = new Map(readGolden<Scenario>('histories.jsonl').map((scenario) => [scenario.instanceId, scenario]));
const recordings = readGolden<Recorded>('activities.jsonl').filter(
  ({ instanceId }) => scenarios.has(instanceId) && !EXCLUDED[instanceId],
);

test.each(recordings)('the activities of $instanceId get the recorded values', async ({ instanceId, activities }) => {
  const clock = new VirtualClock();
  const giveBack = clock.takeOver();
  try {
    const registry = loadGoldenApp('scen.js');
    const seen: Recorded['activities'] = [];
    registry.hooks.preInvocation.add(({ inputs, invocationContext }) => {
      const context = invocationContext as { functionName: string; triggerMetadata?: Record<string, unknown> };
      if (context.triggerMetadata?.instanceId !== instanceId) return;
      const input = (inputs as unknown[])[0];
      const value = input === undefined ? '(undefined)' : input;
      seen.push({ name: context.functionName, in: value, triggerMetadata: context.triggerMetadata });
    });
    await play(scenarios.get(instanceId) as Scenario, clock);
    expect(inAnyOrder(seen)).toEqual(inAnyOrder(activities));
  } finally {
    giveBack();
  }
});

/** As JSON, because that is how they were recorded: it knows no minus zero. */
function inAnyOrder(activities: Recorded['activities']): string[] {
  return activities.map((activity) => JSON.stringify(activity)).sort();
}
