import { runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const worldOf = () => {
  const world = runWorld({ clock });
  const logged = () => world.events.map(({ event }) => event).filter((event) => /upkeepEnded|oldRemoved/.test(event));
  return { ...world, logged };
};

test('the host calls them by their schedules, with a client of the durable engine', async () => {
  const { host } = worldOf().host;
  expect(host.timers.map(({ target, text, runOnStartup }) => [target.name, text, runOnStartup]).sort()).toEqual([
    ['reapRuns', '0 */5 * * * *', false],
    ['removeOld', '0 15 3 * * *', false],
  ]);
  for (const { target } of host.timers) {
    expect(Object.values(target.bindings).map(({ type }) => type)).toContain('durableClient');
  }
});

test('runs are looked after every five minutes, and what is old is deleted at a quarter past three', async () => {
  const world = worldOf();
  world.host.host.startTimers();
  await world.seconds(15 * 60);
  expect(world.logged()).toEqual(['upkeepEnded', 'upkeepEnded', 'upkeepEnded']);
  await world.seconds(3 * 3600 - 1);
  expect(world.logged()).not.toContain('oldRemoved');
  await world.seconds(1);
  expect(world.logged().filter((event) => event === 'oldRemoved')).toHaveLength(1);
  await world.host.host.stop();
  const before = world.logged().length;
  await world.seconds(86_400);
  expect(world.logged()).toHaveLength(before);
});

test('in the world of a test nothing calls them but the test itself', async () => {
  const world = worldOf();
  await world.seconds(2 * 86_400);
  expect(world.logged()).toEqual([]);
});
