import { expectSettled, progressOf, standard, watchGenerations } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { runWorld } from '../support/run-world';
import { notConnected, whenever } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

const MOST_BYTES = 30_000;

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

test('a thousand polls stay small, and at any time tell how the run stands', async () => {
  const world = runWorld({ clock, scenarios: [jobThatTakes(1000)] });
  const watched = watchGenerations(world);
  const started = clock.now();
  const id = await world.start({ job: world.jobId, pollSeconds: 1 });
  await world.seconds(700);
  expect((await standard(world, 'GET', `instances/${id}`)).body.createdTime).not.toBe('2026-01-01T00:00:00Z');
  expect((await world.get(`runs/${id}`)).body).toMatchObject({
    submittedAt: '2026-01-01T00:00:00.000Z',
    status: 'running',
  });
  await world.seconds(310);
  expect((await world.get(`runs/${id}`)).body).toMatchObject({ outcome: 'succeeded', output: 'done' });
  expect(world.asked().filter((line) => line.startsWith('GET runs/get')).length).toBeGreaterThan(1000);

  const generations = watched.all();
  expect(generations.length).toBeGreaterThan(40);
  expect(Math.max(...generations.map(({ bytes }) => bytes))).toBeLessThan(MOST_BYTES);
  const statuses = generations.flatMap((generation) => generation.statuses);
  for (const status of statuses) {
    expect(JSON.parse(status ?? 'null')).toMatchObject({
      submittedAt: new Date(started).toISOString(),
      timeoutSeconds: 86_400,
    });
  }
  await expectSettled(world, clock);
});

test('a generation stays small when every look at the run fails', async () => {
  let isDown = false;
  const world = runWorld({
    clock,
    scenarios: [jobThatTakes(1100)],
    intercept: whenever('runs/get', () => isDown, notConnected),
  });
  const watched = watchGenerations(world);
  const id = await world.start({ job: world.jobId, pollSeconds: 10 });
  await world.seconds(30);
  isDown = true;
  await world.seconds(900);
  isDown = false;
  expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded' });
  expect(Math.max(...watched.all().map(({ bytes }) => bytes))).toBeLessThan(MOST_BYTES);
});

test('a generation stays small when an activity crashes again and again', async () => {
  const world = runWorld({ clock, scenarios: [jobThatTakes(1100)] });
  const watched = watchGenerations(world);
  const id = await world.start({ job: world.jobId, pollSeconds: 10 });
  await world.seconds(30);
  const { read } = world.app.runs;
  world.app.runs.read = () => Promise.reject(new Error(`the table is not there ${'x'.repeat(500)}`));
  await world.seconds(900);
  expect((await progressOf(world, id)).trouble).toMatch(/the table is not there/);
  world.app.runs.read = read;
  expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded' });
  expect(Math.max(...watched.all().map(({ bytes }) => bytes))).toBeLessThan(MOST_BYTES);
  await expectSettled(world, clock);
});

test('a start that is tried for hours keeps its token over all generations', async () => {
  let isDown = true;
  const world = runWorld({
    clock,
    scenarios: [jobThatTakes(5)],
    intercept: whenever('run-now', () => isDown, notConnected),
  });
  const watched = watchGenerations(world);
  const id = await world.start({ job: world.jobId });
  await world.seconds(8_000);
  expect((await world.get(`runs/${id}`)).body).toMatchObject({
    status: 'pending',
    submittedAt: '2026-01-01T00:00:00.000Z',
  });
  isDown = false;
  expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded' });
  const tokens = world.requests
    .filter(({ path }) => path.endsWith('/run-now'))
    .map(({ body }) => JSON.parse(body.toString()).idempotency_token);
  expect(tokens.length).toBeGreaterThan(250);
  expect(new Set(tokens).size).toBe(1);
  expect(Math.max(...watched.all().map(({ bytes }) => bytes))).toBeLessThan(MOST_BYTES);
});
