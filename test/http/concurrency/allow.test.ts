import { databricksRuns } from '../../support/engine-room';
import { idsOf, statusesOf, turnWorld } from '../../support/turn-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

test.each(['allow', undefined])('twenty equal starts at once are twenty runs: %s', async (concurrency) => {
  const world = turnWorld({ clock });
  const replies = await world.beginMany(20, () => ({ ...(concurrency && { concurrency }) }));
  expect(new Set(statusesOf(replies))).toEqual(new Set([202]));
  expect(idsOf(replies)).toHaveLength(20);
  for (const id of idsOf(replies)) expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded' });
  expect(await databricksRuns(world)).toHaveLength(20);
});
