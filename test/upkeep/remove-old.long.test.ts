import { salesTable } from '../../local/workspace/scenarios/sales-table';
import { expectSettled, standard } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { ownTime, type VirtualClock } from '../support/virtual-clock';
import { DAY, nightlyWorld } from './nightly-world';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

test('over 500 days, what is kept of a run becomes less and less, and then nothing', async () => {
  const world = nightlyWorld({ clock, scenarios: [salesTable] });
  const ids: string[] = [];
  for (let day = 0; day < 500; day += 5) {
    const id = await world.start({ job: 101 }, 'runs', { 'idempotency-key': `key-${day}` });
    await world.ended(id);
    ids.push(id);
    await clock.advance(Date.UTC(2026, 0, 6 + day, 3, 15) - clock.now());
    await world.night();
  }
  const ages = new Map(ids.map((id, at) => [id, 500 - at * 5]));
  const youngerThan = (days: number) => ids.filter((id) => (ages.get(id) ?? 0) <= days);
  expect((await world.instanceIds()).sort()).toEqual(youngerThan(30).sort());
  expect((await world.listed()).sort()).toEqual(youngerThan(400).sort());
  expect((await world.claims()).sort()).toEqual(youngerThan(7).sort());
  const withOutput: string[] = [];
  for (const id of ids) if ((await world.status(`runs/${id}/output`)) === 200) withOutput.push(id);
  expect(withOutput).toEqual(youngerThan(7));

  const aged = (days: number) => ids.find((id) => (ages.get(id) ?? 0) <= days) ?? '';
  expect((await world.get(`runs/${aged(20)}`)).body).toMatchObject({ outcome: 'succeeded', output: expect.anything() });
  expect(await world.status(`runs/${aged(20)}/output`)).toBe(410);
  expect((await world.get(`runs/${aged(300)}`)).body).toMatchObject({ outcome: 'succeeded', archived: true });
  expect(await world.status(`runs/${aged(300)}/output`)).toBe(410);
  expect(await world.status(`runs/${ids[0]}`)).toBe(404);
  expect(world.summary()).toMatchObject({ level: 'information', failed: 0, unfinished: false });
  await expectSettled(world, clock);
});

test('a run that goes on for a month is not touched, nor is what belongs to it', async () => {
  const world = nightlyWorld({ clock, scenarios: [jobThatTakes(29.9 * DAY)] });
  const start = { job: world.jobId, timeoutSeconds: 30 * DAY, pollSeconds: 3600 };
  const running = await world.start(start, 'runs', { 'idempotency-key': 'a' });
  const suspended = await world.start(start, 'runs', { 'idempotency-key': 'b' });
  await world.seconds(60);
  await standard(world, 'POST', `instances/${suspended}/suspend`);
  await world.app.outputs.write(running, 'left-over.json', '{}');
  await world.days(29.5);
  Object.assign(world.app, { retention: { outputsDays: 1, instancesDays: 1, runsDays: 1 } });
  await world.night();
  expect(world.summary()).toMatchObject({ outputs: 0, claims: 0, runs: 0, instances: 0, failed: 0 });
  expect(await world.app.outputs.read(running, 'left-over.json')).toBe('{}');
  expect((await world.claims()).sort()).toEqual([running, suspended].sort());
  await world.days(0.5);
  expect(await world.ended(running)).toMatchObject({ outcome: 'succeeded', output: 'done' });
  await world.days(400);
  await world.night();
  expect(await world.instanceIds()).toEqual([suspended]); // it may be resumed any day
  expect(await world.listed()).toEqual([suspended]);
});
