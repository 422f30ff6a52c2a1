import { databricksRuns, expectSettled, holdEpisodes, keepBusy, progressOf } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { runWorld, type WorldOptions } from '../support/run-world';
import { answerLost, answers, type Intercept, onRoute, requestLost, whenever } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

function worldOf(scenario = jobThatTakes(600), options: Partial<WorldOptions> = {}) {
  const world = runWorld({ clock, scenarios: [scenario], ...options });
  const count = (line: string) => world.asked().filter((asked) => asked === line).length;
  return {
    ...world,
    begin: (options: object = {}) => world.start({ job: world.jobId, ...options }),
    cancel: (id: string) => world.post(`runs/${id}/cancel`),
    starts: () => count('POST run-now'),
    cancels: () => count('POST runs/cancel'),
  };
}

const slowly = (route: string, seconds: number): Intercept =>
  whenever(
    route,
    () => true,
    async (pass) => {
      await new Promise<void>((resolve) => void clock.schedule(clock.now() + seconds * 1000, resolve));
      return pass();
    },
  );

const NEVER_STARTED = { outcome: 'canceled', code: 'canceledBeforeStart', run: null };
const CANCELED = { outcome: 'canceled', code: 'runCanceled', message: 'Run cancelled.' };

test('before the first step, nothing is started', async () => {
  const world = worldOf();
  const letGo = holdEpisodes(world);
  const id = await world.begin();
  expect(await world.cancel(id)).toMatchObject({ status: 202, body: { outcome: null, cancelRequested: true } });
  letGo();
  expect(await world.ended(id)).toMatchObject(NEVER_STARTED);
  expect(world.starts()).toBe(0);
  expect(await databricksRuns(world)).toEqual([]);
  await expectSettled(world, clock);
});

test('while Databricks refuses the start for now, nothing is started any more', async () => {
  const world = worldOf(jobThatTakes(60), { intercept: onRoute('run-now', ...Array(5).fill(answers(429))) });
  const id = await world.begin();
  await world.seconds(10);
  const starts = world.starts();
  expect(starts).toBeGreaterThan(1);
  expect((await world.get(`runs/${id}`)).body).toMatchObject({ status: 'pending', trouble: 'made up' });
  await world.cancel(id);
  await world.seconds(1);
  expect((await world.get(`runs/${id}?onFailure=200`)).body).toMatchObject(NEVER_STARTED);
  await world.seconds(600);
  expect(world.starts()).toBe(starts);
  expect(await databricksRuns(world)).toEqual([]);
  await expectSettled(world, clock);
});

test('while the start has got no answer, the run that it may have started is found, and cancelled', async () => {
  const world = worldOf(jobThatTakes(6000), { intercept: onRoute('run-now', answerLost, answers(429), answers(429)) });
  const id = await world.begin();
  await world.seconds(3);
  await world.cancel(id);
  expect(await world.ended(id)).toMatchObject(CANCELED);
  expect(await databricksRuns(world)).toHaveLength(1);
  await expectSettled(world, clock);
});

test('a refusal says nothing of a start before it that got no answer', async () => {
  const lost = onRoute('run-now', answers(429), requestLost, answers(429), answers(429));
  const world = worldOf(jobThatTakes(6000), { intercept: lost });
  const id = await world.begin();
  await world.seconds(7);
  expect(world.starts()).toBeGreaterThan(1);
  await world.cancel(id);
  expect(await world.ended(id)).toMatchObject(CANCELED); // started and cancelled: better than not looked for
  expect(await databricksRuns(world)).toHaveLength(1);
});

test('between the start and its answer, the run is cancelled as soon as it is known', async () => {
  const world = worldOf(jobThatTakes(6000), { intercept: slowly('run-now', 20) });
  const id = await world.begin();
  await world.seconds(10);
  expect(await world.row(id)).toMatchObject({ submitTriedAt: expect.any(String) });
  expect((await world.row(id))?.runId).toBeUndefined();
  await world.cancel(id);
  expect(world.cancels()).toBe(0);
  const run = await world.ended(id);
  expect(run).toMatchObject(CANCELED);
  expect(Date.parse(run.endedAt) - Date.parse(run.submittedAt)).toBeLessThan(30_000);
  await expectSettled(world, clock);
});

test('while the run goes on, it is told to Databricks at once, and the end is not waited for in the usual rhythm', async () => {
  const world = worldOf(jobThatTakes(6000));
  const id = await world.begin({ pollSeconds: 600 });
  await world.seconds(60);
  const reply = await world.cancel(id);
  expect(reply).toMatchObject({ status: 202, body: { outcome: null, cancelRequested: true } });
  expect(reply.headers.location).toMatch(/^https:\/\/runner\.example\/api\/links\/[^/]+\?onFailure=200$/);
  expect(world.cancels()).toBe(1);
  await world.seconds(10);
  expect((await world.get(`runs/${id}?onFailure=200`)).body).toMatchObject(CANCELED);
  await expectSettled(world, clock);
});

test('when a generation ends, it is not lost', async () => {
  const world = worldOf(jobThatTakes(6000));
  const id = await world.begin({ pollSeconds: 50 });
  await world.seconds(50 * 18 - 1);
  const before = (await world.host.engine.read(id))?.executionId;
  const letGo = await keepBusy(world, id);
  await world.seconds(2);
  await world.cancel(id);
  letGo();
  await world.seconds(10);
  expect((await world.host.engine.read(id))?.executionId).not.toBe(before);
  expect((await world.get(`runs/${id}?onFailure=200`)).body).toMatchObject(CANCELED);
});

test('while the output is fetched, the run stays what it is', async () => {
  const world = worldOf(jobThatTakes(20), { intercept: slowly('get-output', 30) });
  const id = await world.begin();
  await world.seconds(30);
  expect((await world.get(`runs/${id}`)).body).toMatchObject({ status: 'ending', outcome: null });
  expect((await world.cancel(id)).status).toBe(202);
  expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded', output: 'done' });
  await expectSettled(world, clock);
});

test('after the end, nothing happens', async () => {
  const world = worldOf(jobThatTakes(20));
  const id = await world.begin();
  await world.ended(id);
  const asked = world.asked().length;
  expect(await world.cancel(id)).toMatchObject({ status: 200, body: { outcome: 'succeeded', output: 'done' } });
  expect(world.asked()).toHaveLength(asked);
  expect((await world.row(id))?.cancelRequestedAt).toBeUndefined();
});

test('a run that was faster than its cancel stays succeeded', async () => {
  const world = worldOf(jobThatTakes(20));
  const id = await world.begin({ pollSeconds: 300 });
  await world.seconds(30);
  expect((await world.cancel(id)).status).toBe(202);
  expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded', output: 'done' });
});

test('twice, or ten times at once, is once', async () => {
  const world = worldOf(jobThatTakes(6000));
  const id = await world.begin();
  await world.seconds(10);
  await world.cancel(id);
  const replies = await Promise.all(Array.from({ length: 10 }, () => world.cancel(id)));
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([202]));
  await world.seconds(1);
  expect((await world.cancel(id)).status).toBe(202);
  expect(world.cancels()).toBe(1);
  expect(await world.ended(id)).toMatchObject(CANCELED);
  expect((await world.cancel(id)).status).toBe(200);
  await expectSettled(world, clock);
});

test('what Databricks does not take at first is said again until it does', async () => {
  const world = worldOf(jobThatTakes(6000), { intercept: onRoute('runs/cancel', ...Array(4).fill(answers(503))) });
  const id = await world.begin();
  await world.seconds(10);
  expect((await world.cancel(id)).status).toBe(202);
  expect(await world.ended(id)).toMatchObject(CANCELED);
  expect(world.cancels()).toBe(5);
});

test('what Databricks refuses to cancel goes on, and says why', async () => {
  let isRefused = true;
  const refusal = '{"error_code":"PERMISSION_DENIED","message":"needs Can Manage Run"}';
  const refuse = whenever('runs/cancel', () => isRefused, answers(403, {}, refusal));
  const world = worldOf(jobThatTakes(6000), { intercept: refuse });
  const id = await world.begin();
  await world.seconds(10);
  await world.cancel(id);
  await world.seconds(60);
  expect((await world.get(`runs/${id}`)).body).toMatchObject({
    status: 'running',
    cancelRequested: true,
    trouble: 'Databricks did not take the cancel: needs Can Manage Run (PERMISSION_DENIED)',
  });
  isRefused = false;
  const run = await world.ended(id);
  expect(run).toMatchObject(CANCELED);
  expect(run).not.toHaveProperty('trouble');
  await expectSettled(world, clock);
});

test('a run that does not obey is told again each minute, and looked at less and less', async () => {
  const deaf = whenever('runs/cancel', () => true, answers(200, {}, '{}'));
  const world = worldOf(jobThatTakes(3000), { intercept: deaf });
  const id = await world.begin();
  await world.seconds(10);
  await world.cancel(id);
  await world.seconds(601);
  expect(world.cancels()).toBeGreaterThanOrEqual(9);
  expect(world.cancels()).toBeLessThanOrEqual(11);
  const looks = () => world.asked().filter((line) => line === 'GET runs/get').length;
  const before = looks();
  await world.seconds(600);
  expect(looks() - before).toBeLessThanOrEqual(21);
  expect(await progressOf(world, id)).toMatchObject({ cancelRequested: true });
});

test('a run that is cancelled by somebody while its time runs out was cancelled', async () => {
  const world = worldOf(jobThatTakes(6000));
  const id = await world.begin({ timeoutSeconds: 100 });
  await world.seconds(99);
  await world.cancel(id);
  expect(await world.ended(id)).toMatchObject(CANCELED);
});

test('a run that is cancelled in Databricks itself was cancelled, too', async () => {
  const world = worldOf();
  const id = await world.begin();
  await world.seconds(30);
  const { runId = '' } = (await world.row(id)) ?? {};
  await world.app.workspaces.find(undefined)?.databricks.cancel(runId);
  expect(await world.ended(id)).toMatchObject(CANCELED);
  expect(await world.row(id)).toMatchObject({ outcome: 'canceled' });
  expect((await world.row(id))?.cancelRequestedAt).toBeUndefined();
});
