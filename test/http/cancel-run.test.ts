import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { quickSuccess } from '../../local/workspace/scenarios/quick-success';
import { slow } from '../../local/workspace/scenarios/slow';
import { databricksRuns, standard } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { runWorld, type WorldOptions } from '../support/run-world';
import { answers, onRoute, whenever } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

async function goingRun(options: Partial<WorldOptions> = {}) {
  const world = runWorld({ clock, scenarios: [slow], ...options });
  const id = await world.start({ job: world.jobId });
  await world.seconds(10);
  return { world, id, cancel: () => world.post(`runs/${id}/cancel`) };
}

const cancelsIn = ({ world }: Awaited<ReturnType<typeof goingRun>>) =>
  world.asked().filter((line) => line === 'POST runs/cancel').length;

test('the answer leads to an address that answers 200 once the run has been stopped', async () => {
  const { world, id, cancel } = await goingRun();
  const { status, headers, body } = await cancel();
  expect(status).toBe(202);
  expect(body).toMatchObject({ id, outcome: null, cancelRequested: true });
  expect(headers.location).toBe(`https://runner.example${body.statusPath}?onFailure=200`);
  expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  await world.seconds(120);
  const end = await world.get(String(headers.location).replace('https://runner.example/api/', ''));
  expect(end).toMatchObject({ status: 200, body: { id, outcome: 'canceled', code: 'runCanceled' } });
  expect((await world.get(`runs/${id}`)).status).toBe(424);
});

test('Databricks is told right away, and once however often the caller asks', async () => {
  const going = await goingRun();
  await going.cancel();
  expect(cancelsIn(going)).toBe(1);
  const replies = [await going.cancel(), ...(await Promise.all([going.cancel(), going.cancel()]))];
  expect(replies.map(({ status }) => status)).toEqual([202, 202, 202]);
  await going.world.seconds(300);
  expect(cancelsIn(going)).toBe(1);
  expect((await databricksRuns(going.world)).map(({ state }) => state.result_state)).toEqual(['CANCELED']);
});

describe('many who cancel a run', () => {
  const looksIn = ({ world }: Awaited<ReturnType<typeof goingRun>>) =>
    world.asked().filter((line) => line === 'GET runs/get').length;
  const deaf: Partial<WorldOptions> = {
    scenarios: [jobThatTakes(7200)],
    intercept: whenever('runs/cancel', () => true, answers(200, {}, '{}')),
  };

  test('at the same time are passed on as one', async () => {
    const going = await goingRun(deaf);
    await going.world.seconds(600);
    const before = looksIn(going);
    const replies = await Promise.all(Array.from({ length: 100 }, going.cancel));
    await going.world.seconds(1);
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([202]));
    expect(cancelsIn(going)).toBe(1);
    expect(looksIn(going) - before).toBeLessThanOrEqual(2);
  });

  test('one after the other lead to a look now and then', async () => {
    const going = await goingRun(deaf);
    await going.world.seconds(600);
    const before = looksIn(going);
    for (let times = 0; times < 100; times++) {
      expect((await going.cancel()).status).toBe(202);
      await going.world.seconds(0.1);
    }
    expect(cancelsIn(going)).toBe(1);
    expect(looksIn(going) - before).toBeLessThanOrEqual(12);
  });

  test('that Databricks does not take are passed on now and then', async () => {
    const going = await goingRun({ ...deaf, intercept: whenever('runs/cancel', () => true, answers(503)) });
    for (let times = 0; times < 100; times++) {
      await going.cancel();
      await going.world.seconds(0.1);
    }
    expect(cancelsIn(going)).toBeLessThanOrEqual(15);
  });

  test('wake it once while it is suspended', async () => {
    const going = await goingRun(deaf);
    const { id, world } = going;
    await world.seconds(600);
    await standard(world, 'POST', `instances/${id}/suspend?reason=x`);
    for (let times = 0; times < 20; times++) {
      await going.cancel();
      await world.seconds(3);
    }
    const before = looksIn(going);
    await standard(world, 'POST', `instances/${id}/resume?reason=x`);
    await world.seconds(1);
    expect(looksIn(going) - before).toBe(1);
  });

  test('that nobody watches any more tell Databricks once', async () => {
    const going = await goingRun(deaf);
    await standard(going.world, 'POST', `instances/${going.id}/terminate?reason=enough`);
    await going.world.seconds(5);
    for (let times = 0; times < 5; times++) expect((await going.cancel()).status).toBe(200);
    expect(cancelsIn(going)).toBe(1);
    await going.world.seconds(120);
    await going.cancel();
    expect(cancelsIn(going)).toBe(2);
  });
});

test('a cancel that Databricks did not take is passed on later', async () => {
  const going = await goingRun({
    intercept: onRoute('runs/cancel', answers(503), answers(429, { 'retry-after': '5' })),
  });
  expect((await going.cancel()).status).toBe(202);
  expect(await going.world.ended(going.id)).toMatchObject({ outcome: 'canceled' });
});

test.each([quickSuccess, failingNotebook])(
  'a run that has ended is answered with 200, as it is: $name',
  async (scenario) => {
    const { world, id, cancel } = await goingRun({ scenarios: [scenario] });
    const before = await world.ended(id);
    const { status, body, headers } = await cancel();
    expect([status, body.outcome, headers.location]).toEqual([200, before.outcome, undefined]);
    expect(body).not.toHaveProperty('cancelRequested');
    expect(world.asked()).not.toContain('POST runs/cancel');
    await standard(world, 'DELETE', `instances/${id}`);
    expect(await cancel()).toMatchObject({ status: 200, body: { outcome: before.outcome, archived: true } });
  },
);

test('a run that ends before it can be stopped has its own outcome', async () => {
  const { world, id, cancel } = await goingRun({ scenarios: [quickSuccess] });
  const { id: other } = (await world.post('runs', { job: world.jobId })).body;
  await world.seconds(1.9);
  expect((await world.post(`runs/${other}/cancel`)).status).toBe(202);
  expect((await world.ended(other)).outcome).toMatch(/^(succeeded|canceled)$/);
  const [, run] = await databricksRuns(world);
  expect((await world.ended(other)).outcome).toBe(run?.state.result_state === 'SUCCESS' ? 'succeeded' : 'canceled');
  expect((await world.ended(id)).outcome).toBe('succeeded');
  expect((await cancel()).status).toBe(200);
});

test('a run that nobody has told Databricks of is never started', async () => {
  const world = runWorld({ clock, scenarios: [slow] });
  const { id } = (await world.post('runs', { job: world.jobId })).body;
  expect((await world.post(`runs/${id}/cancel`)).status).toBe(202);
  expect(await world.ended(id)).toMatchObject({ outcome: 'canceled' });
  await world.seconds(60);
  const runs = await databricksRuns(world);
  expect(runs.every(({ state }) => state.result_state === 'CANCELED')).toBe(true);
});

test.each(['nothing', '..', 'a%2Fb'])('an id that was never given is unknown: %s', async (id) => {
  const world = runWorld({ clock, scenarios: [slow] });
  expect((await world.post(`runs/${id}/cancel`)).status).toBe(404);
  expect(world.asked()).toEqual([]);
});

test('no body is needed, and none is read', async () => {
  const { world, id } = await goingRun();
  const reply = await world.post(`runs/${id}/cancel`, '{"not json', { 'content-type': 'text/plain' });
  expect(reply.status).toBe(202);
});

test('a run that nobody watches any more is stopped all the same', async () => {
  const { world, id, cancel } = await goingRun();
  await standard(world, 'POST', `instances/${id}/terminate?reason=enough`);
  await world.seconds(5);
  expect((await world.get(`runs/${id}`)).body.code).toBe('terminated');
  expect((await cancel()).status).toBe(200);
  await world.seconds(120);
  expect(await databricksRuns(world)).toMatchObject([{ state: { result_state: 'CANCELED' } }]);
});

test('that it can not be stopped is said', async () => {
  const { world, id, cancel } = await goingRun({
    intercept: onRoute('runs/cancel', answers(403)),
  });
  await standard(world, 'POST', `instances/${id}/terminate?reason=enough`);
  await world.seconds(5);
  expect(await cancel()).toMatchObject({ status: 502, body: { code: 'databricksRefused' } });
});

test('a run of which nobody knows the end is stopped, as it may go on', async () => {
  let isDenied = false;
  const scenarios = [jobThatTakes(7200)];
  const going = await goingRun({ scenarios, intercept: whenever('get', () => isDenied, answers(403)) });
  isDenied = true;
  expect(await going.world.ended(going.id, 1000)).toMatchObject({ outcome: 'unknown' });
  isDenied = false;
  expect((await going.cancel()).status).toBe(200);
  expect(cancelsIn(going)).toBe(1);
});

test('where the workspace is no longer set up, the caller is told that nobody was told', async () => {
  const { world, cancel } = await goingRun();
  world.app.workspaces = { all: [], find: () => undefined };
  expect(await cancel()).toMatchObject({ status: 503, body: { code: 'workspaceUnknown' } });
});
