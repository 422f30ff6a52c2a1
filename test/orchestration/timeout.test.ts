import { queued } from '../../local/workspace/scenarios/queued';
import { databricksRuns, expectSettled, standard } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { runWorld, type WorldOptions } from '../support/run-world';
import { answers, type Intercept, notConnected, onRoute, whenever } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

function worldOf(seconds: number, intercept?: Intercept, options: Partial<WorldOptions> = {}) {
  const world = runWorld({ clock, scenarios: [jobThatTakes(seconds)], ...(intercept && { intercept }), ...options });
  const count = (line: string) => world.asked().filter((asked) => asked === line).length;
  return { ...world, begin: (options: object) => world.start({ job: world.jobId, ...options }), count };
}

const secondsOf = (run: { submittedAt: string; endedAt: string }) =>
  (Date.parse(run.endedAt) - Date.parse(run.submittedAt)) / 1000;

const STOPPED = { outcome: 'timedOut', code: 'timeoutReached', run: { state: 'CANCELED' } };

test('when its time is up, the run is cancelled', async () => {
  const world = worldOf(6000);
  const run = await world.ended(await world.begin({ timeoutSeconds: 100 }));
  expect(run).toMatchObject(STOPPED);
  expect(run.failures[0].hint).toContain('timeoutSeconds'); // and not that somebody has cancelled it
  expect(secondsOf(run)).toBeGreaterThanOrEqual(100);
  expect(secondsOf(run)).toBeLessThan(110);
  expect(world.count('POST runs/cancel')).toBe(1);
  expect((await databricksRuns(world))[0]?.state).toMatchObject({ result_state: 'CANCELED' });
  expect((await world.get(`runs/${run.id}`)).status).toBe(424);
  await expectSettled(world, clock);
});

test('the time in a queue counts', async () => {
  const world = worldOf(0, undefined, { scenarios: [queued] });
  for (let before = 0; before < 3; before++) await world.begin({});
  const run = await world.ended(await world.begin({ timeoutSeconds: 90 }));
  expect(run).toMatchObject(STOPPED);
  expect(secondsOf(run)).toBeLessThan(100);
});

test('the time that the start took counts', async () => {
  const world = worldOf(60, onRoute('run-now', ...Array(4).fill(answers(429, { 'retry-after': '20' }))));
  const run = await world.ended(await world.begin({ timeoutSeconds: 120 }));
  expect(run).toMatchObject(STOPPED);
});

test('with a fixed interval longer than what is left, the end is not missed', async () => {
  const world = worldOf(6000);
  const run = await world.ended(await world.begin({ timeoutSeconds: 100, pollSeconds: 80 }));
  expect(run).toMatchObject(STOPPED);
  expect(secondsOf(run)).toBeLessThan(110);
});

test('a fixed interval is kept', async () => {
  const looks: number[] = [];
  const world = worldOf(1000, (request, pass) => {
    if (request.path.endsWith('/runs/get')) looks.push(clock.now() - Date.parse('2026-01-01T00:00:00Z'));
    return pass();
  });
  await world.begin({ pollSeconds: 45 });
  await world.seconds(450);
  expect(looks).toEqual(Array.from({ length: 11 }, (_, look) => look * 45_000));
});

test('with onTimeout detach, the run goes on without us', async () => {
  const world = worldOf(6000);
  const run = await world.ended(await world.begin({ timeoutSeconds: 100, onTimeout: 'detach' }));
  expect(run).toMatchObject({ outcome: 'timedOut', code: 'detached', run: { state: 'RUNNING' } });
  expect(secondsOf(run)).toBe(100);
  await world.seconds(6000);
  expect(world.count('POST runs/cancel')).toBe(0);
  expect((await databricksRuns(world))[0]?.state).toMatchObject({ result_state: 'SUCCESS' });
  await expectSettled(world, clock);
});

test('a run that has ended before it could be stopped stays succeeded', async () => {
  const world = worldOf(100);
  const run = await world.ended(await world.begin({ timeoutSeconds: 100 }));
  expect(run).toMatchObject({ outcome: 'succeeded', output: 'done' });
});

test('a run that ends while it is being stopped stays succeeded', async () => {
  const world = worldOf(103, onRoute('runs/cancel', ...Array(9).fill(answers(503))));
  const run = await world.ended(await world.begin({ timeoutSeconds: 100 }));
  expect(run).toMatchObject({ outcome: 'succeeded', output: 'done' });
  expect(world.count('POST runs/cancel')).toBeGreaterThan(0);
});

test('what a run that is being stopped has to say is collected', async () => {
  const world = worldOf(6000);
  const run = await world.ended(await world.begin({ timeoutSeconds: 100, failOn: [] }));
  expect(run).toMatchObject({ ...STOPPED, failures: [{ taskKey: null, code: 'USER_CANCELED' }] });
  expect((await world.get(`runs/${run.id}`)).status).toBe(200);
});

test('a run that can not be seen to stop is given up after ten minutes', async () => {
  const world = worldOf(6000, onRoute('runs/cancel', ...Array(9999).fill(answers(500))));
  const run = await world.ended(await world.begin({ timeoutSeconds: 100 }));
  expect(run).toMatchObject({ outcome: 'timedOut', code: 'cancelUnconfirmed', run: { state: 'RUNNING' } });
  expect(secondsOf(run)).toBeGreaterThanOrEqual(700);
  expect(secondsOf(run)).toBeLessThan(720);
  await expectSettled(world, clock);
});

test('a run whose workspace can not be reached when its time is up is given up after ten minutes', async () => {
  let isDown = false;
  const world = worldOf(6000, (_, pass) => (isDown ? notConnected(pass) : pass()));
  const id = await world.begin({ timeoutSeconds: 100 });
  await world.seconds(50);
  isDown = true;
  const run = await world.ended(id);
  expect(run).toMatchObject({ outcome: 'timedOut', code: 'cancelUnconfirmed' });
  expect(secondsOf(run)).toBeLessThan(760);
});

test('nothing is started when the time is already up', async () => {
  let isDown = true;
  const world = worldOf(
    60,
    whenever('run-now', () => isDown, answers(429, { 'retry-after': '3600' })),
  );
  const id = await world.begin({ timeoutSeconds: 100 });
  await world.seconds(99);
  isDown = false;
  const run = await world.ended(id);
  expect(run).toMatchObject({ outcome: 'rejected', code: 'databricksUnavailable', run: null });
  expect(secondsOf(run)).toBe(100);
  expect(await databricksRuns(world)).toEqual([]);
});

test('a run that comes to its first step too late is not started', async () => {
  const world = worldOf(60);
  // The handler writes the row and starts the orchestration, which is kept from its first step.
  const { start } = world.app.instances;
  world.app.instances.start = async (id, input) => {
    await clock.advance(200_000);
    return start(id, input);
  };
  const run = await world.ended(await world.begin({ timeoutSeconds: 100 }));
  expect(run).toMatchObject({ outcome: 'timedOut', code: 'timeoutBeforeStart', run: null });
  expect(await databricksRuns(world)).toEqual([]);
  expect((await standard(world, 'GET', `instances/${run.id}`)).body.output).toMatch(
    /failed: timeoutBeforeStart: The time/,
  );
});
