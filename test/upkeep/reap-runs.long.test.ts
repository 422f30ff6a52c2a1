import { standard } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { runWorld } from '../support/run-world';
import { fire } from '../support/timers';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

test('what there was no time for is reached another time', async () => {
  const world = runWorld({ clock, scenarios: [jobThatTakes(21_600)] });
  const ids: string[] = [];
  for (let runs = 0; runs < 20; runs++) ids.push(await world.start({ job: world.jobId }));
  await world.seconds(60);
  await standard(world, 'DELETE', 'instances/?createdTimeFrom=2020-01-01T00:00:00Z');
  const isTold = async (id: string) => (await world.row(id))?.cancelSentAt !== undefined;
  const allAreTold = async () => (await Promise.all(ids.map(isTold))).every(Boolean);
  const { read } = world.app.instances;
  world.app.instances.read = async (id) => {
    await clock.advance(60_000); // each look is that slow
    return read(id);
  };
  let ticks = 0;
  for (; ticks < 60 && !(await allAreTold()); ticks++) await fire(world, 'reapRuns');
  expect(ticks).toBeGreaterThan(2);
  expect(ticks).toBeLessThan(60);
});

test('nor are those that were left alone first always the last ones to be asked about', async () => {
  const world = runWorld({ clock, scenarios: [jobThatTakes(600)] });
  const ids: string[] = [];
  for (let runs = 0; runs < 30; runs++) {
    ids.push(await world.start({ job: world.jobId, timeoutSeconds: 100, onTimeout: 'detach' }));
    await world.seconds(1);
  }
  await world.seconds(600);
  const isKnown = async (id: string) => (await world.row(id))?.lateOutcome !== undefined;
  const { read } = world.app.instances;
  world.app.instances.read = async (id) => {
    await clock.advance(120_000);
    return read(id);
  };
  await fire(world, 'reapRuns');
  const known = await Promise.all(ids.map(isKnown));
  const count = known.filter(Boolean).length;
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThan(ids.length);
  expect(known.slice(-count)).toContain(false); // else it would have been the latest ones
});
