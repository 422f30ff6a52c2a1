import { skippedByLimit } from '../../../local/workspace/scenarios/skipped-by-limit';
import { idsOf, turnWorld } from '../../support/turn-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const createWorld = () => turnWorld({ clock, scenarios: [skippedByLimit] });
const key = { 'idempotency-key': 'k' };

/** While another run goes on that this app has not been asked to mind. */
async function busyWorld() {
  const world = createWorld();
  await world.begin(undefined);
  return world;
}

test('a run that Databricks has skipped is no success, however often its key asks', async () => {
  const world = await busyWorld();
  const { body } = await world.begin(undefined, {}, key);
  await world.seconds(30);
  for (const reply of [await world.get(`runs/${body.id}`), await world.begin(undefined, {}, key)]) {
    expect(reply).toMatchObject({
      status: 424,
      body: { code: 'runSkipped', run: { id: body.id, outcome: 'skipped', endedWell: false } },
    });
    expect(reply.body.detail).toContain('maximum concurrent runs');
  }
  await world.seconds(120);
  expect((await world.begin(undefined, {}, key)).body.run).toMatchObject({ id: body.id, outcome: 'skipped' });
});

test('nor is it one of a table, whose next request starts anew a minute later', async () => {
  const world = await busyWorld();
  const table = () => world.get(`jobs/${world.jobId}/table`);
  const first = await table();
  await world.seconds(30);
  expect(await table()).toMatchObject({ status: 424, body: { code: 'runSkipped', run: { id: first.body.id } } });
  await world.seconds(120);
  const second = await table();
  expect(second).toMatchObject({ status: 202, body: { joined: false } });
  expect(await world.ended(second.body.id)).toMatchObject({ outcome: 'succeeded' });
});

test('a run that takes the place of another is not skipped, since that has ended by then', async () => {
  const world = createWorld();
  const replies = [await world.begin('cancelPrevious'), await world.begin('cancelPrevious')];
  const ends = await Promise.all(idsOf(replies).map((id) => world.ended(id)));
  expect(ends.map(({ outcome }) => outcome)).toEqual(['canceled', 'succeeded']);
});

test('of twenty that join, or are refused, none is skipped', async () => {
  for (const concurrency of ['join', 'reject']) {
    const world = createWorld();
    const replies = await world.beginMany(20, () => ({ concurrency }));
    const ids = idsOf(replies.filter(({ status }) => status === 202));
    expect(await Promise.all(ids.map(async (id) => (await world.ended(id)).outcome))).toEqual(['succeeded']);
  }
});
