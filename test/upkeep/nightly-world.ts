import { quickSuccess } from '../../local/workspace/scenarios/quick-success';
import { runWorld, type WorldOptions } from '../support/run-world';
import { fire } from '../support/timers';

export const DAY = 86_400;

/** A world with nights. */
export function nightlyWorld(options: WorldOptions) {
  const world = runWorld({ scenarios: [quickSuccess], ...options });
  return {
    ...world,
    days: (count: number) => world.seconds(count * DAY),
    night: () => fire(world, 'removeOld'),
    summary: () => world.events.filter(({ event }) => event === 'oldRemoved').at(-1),
    async instanceIds() {
      const ids: string[] = [];
      for await (const { instanceId } of world.host.engine.list()) ids.push(instanceId);
      return ids;
    },
    async claims() {
      const ids: string[] = [];
      for await (const { instanceId, partition } of world.app.claims.old('9999')) {
        if (partition === 'claim') ids.push(instanceId);
      }
      return ids;
    },
    listed: async () => (await world.app.runs.list({ limit: 1000 })).runs.map(({ id }) => id),
    status: async (path: string) => (await world.get(path)).status,
  };
}
