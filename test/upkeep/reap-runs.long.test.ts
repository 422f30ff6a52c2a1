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
