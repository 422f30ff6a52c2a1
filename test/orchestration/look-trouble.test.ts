import { expectSettled, progressOf } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { runWorld, type WorldOptions } from '../support/run-world';
import { answerReplaced, answers, notConnected, requestLost, type Trouble } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

/** A world in which looking at a run can be made to go wrong. */
function worldOf(seconds: number, options: Partial<WorldOptions> = {}) {
  const now: { trouble: Trouble | undefined } = { trouble: undefined };
  const world = runWorld({
    clock,
    scenarios: [jobThatTakes(seconds)],
    intercept: (request, pass) => (now.trouble && request.path.endsWith('/runs/get') ? now.trouble(pass) : pass()),
    ...options,
  });
  const begin = (more: object = {}) => world.start({ job: world.jobId, ...more });
  return { ...world, begin, suffer: (trouble: Trouble | undefined) => Object.assign(now, { trouble }) };
}

const secondsOf = (run: { submittedAt: string; endedAt: string }) =>
  (Date.parse(run.endedAt) - Date.parse(run.submittedAt)) / 1000;

const UNAVAILABLE: [string, Trouble][] = [
  ['is not there', notConnected],
  ['loses its answers', requestLost],
  ['says 503', answers(503)],
  ['says 429', answers(429, { 'retry-after': '60' })],
  ['answers with a page', answerReplaced('<html><title>Maintenance</title></html>')],
  ['answers with half of the JSON', answerReplaced('{"run_id": 1, "state": {')],
  ['answers with JSON of no run', answerReplaced('{}')],
  ['redirects to a page for people', answers(302, { location: 'https://elsewhere.example/login.html' }, '')],
];

test.each(UNAVAILABLE)('a Databricks that %s for hours is no end of a run', async (_, trouble) => {
  const world = worldOf(3 * 3600);
  const id = await world.begin({ pollSeconds: 600 });
  await world.seconds(300);
  world.suffer(trouble);
  await world.seconds(4 * 3600);
  const meanwhile = (await world.get(`runs/${id}`)).body;
  expect(meanwhile).toMatchObject({
    status: 'running',
    outcome: null,
    trouble: expect.any(String),
    run: { state: 'RUNNING' },
  });
  world.suffer(undefined);
  const run = await world.ended(id);
  expect(run).toMatchObject({ outcome: 'succeeded', output: 'done' });
  expect(run).not.toHaveProperty('trouble');
  await expectSettled(world, clock);
});

test('Retry-After is obeyed, and a run without trouble is looked at as usual again', async () => {
  const world = worldOf(3000);
  const id = await world.begin({ pollSeconds: 10 });
  await world.seconds(35);
  world.suffer(answers(429, { 'retry-after': '100' }));
  await world.seconds(10);
  const looks = () => world.asked().filter((line) => line === 'GET runs/get').length;
  const before = looks();
  await world.seconds(90);
  expect(looks()).toBe(before);
  world.suffer(undefined);
  await world.seconds(20);
  expect((await progressOf(world, id)).trouble).toBeNull();
  expect(looks()).toBe(before + 2);
});

const DENIED: [string, Trouble, string][] = [
  ['401', answers(401), 'databricksUnauthenticated'],
  ['403', answers(403), 'databricksForbidden'],
  ['404', answers(404), 'runNotFound'],
  [
    '400 that it does not exist',
    answers(400, {}, '{"error_code":"INVALID_PARAMETER_VALUE","message":"Run 5 does not exist."}'),
    'runNotFound',
  ],
];

test.each(DENIED)('%s for ten minutes: nobody knows, which is not failed', async (_, trouble, code) => {
  const world = worldOf(30_000);
  const id = await world.begin();
  await world.seconds(100);
  world.suffer(trouble);
  const run = await world.ended(id);
  expect(run).toMatchObject({ outcome: 'unknown', code, run: { pageUrl: expect.stringMatching(/^https:/) } });
  expect(run.message).toEqual(expect.any(String));
  expect(secondsOf(run)).toBeGreaterThanOrEqual(700);
  expect(secondsOf(run)).toBeLessThan(750);
  expect((await world.get(`runs/${id}`)).status).toBe(424);
  expect(await world.row(id)).toMatchObject({ outcome: 'unknown', code });
  await expectSettled(world, clock);
});

test.each(DENIED)('%s for nine minutes: forgotten', async (_, trouble) => {
  const world = worldOf(2000);
  const id = await world.begin({ pollSeconds: 20 });
  for (let round = 0; round < 2; round++) {
    await world.seconds(100);
    world.suffer(trouble);
    await world.seconds(540);
    expect((await world.get(`runs/${id}`)).body).toMatchObject({ outcome: null, trouble: expect.any(String) });
    world.suffer(undefined);
  }
  expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded' });
});

test('an outage between two refusals does not count as one long refusal', async () => {
  const world = worldOf(1800);
  const id = await world.begin({ pollSeconds: 20 });
  await world.seconds(100);
  for (const trouble of [answers(403), notConnected, answers(403)]) {
    world.suffer(trouble);
    await world.seconds(500);
  }
  world.suffer(undefined);
  expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded' });
});

test.each(['old400', 'new404'] as const)(
  'a run that was deleted in Databricks is not found any more (%s)',
  async (notFound) => {
    const world = worldOf(30, { notFound });
    const id = await world.begin({ pollSeconds: 60 });
    await world.seconds(40);
    const { runId } = (await world.row(id)) ?? {};
    await world.workspace.handle({
      method: 'POST',
      path: '/api/2.2/jobs/runs/delete',
      query: '',
      headers: { authorization: 'Bearer dapi-simulated-workspace' },
      body: Buffer.from(`{"run_id":${runId}}`),
    });
    expect(await world.ended(id)).toMatchObject({ outcome: 'unknown', code: 'runNotFound' });
  },
);

test('a state that nobody knows means not yet', async () => {
  const world = worldOf(100);
  const id = await world.begin({ pollSeconds: 10 });
  await world.seconds(15);
  world.suffer(async (pass) => {
    const answer = await pass();
    const run = JSON.parse(String(answer.body));
    run.state = { life_cycle_state: 'DREAMING', result_state: 'SUCCESS' };
    run.status = { state: 'DREAMING' };
    return { ...answer, body: JSON.stringify(run) };
  });
  await world.seconds(500);
  expect((await world.get(`runs/${id}`)).body).toMatchObject({
    status: 'running',
    outcome: null,
    run: { state: 'SUCCESS' },
  });
  world.suffer(undefined);
  expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded' });
});

test('an end that nobody knows is no success', async () => {
  const world = worldOf(100);
  const id = await world.begin({ pollSeconds: 10 });
  await world.seconds(15);
  world.suffer(async (pass) => {
    const answer = await pass();
    const run = JSON.parse(String(answer.body));
    run.state = { life_cycle_state: 'TERMINATED', result_state: 'EXPLODED', state_message: 'It has exploded.' };
    run.status = { state: 'TERMINATED', termination_details: { code: 'EXPLOSION', type: 'CLIENT_ERROR' } };
    return { ...answer, body: JSON.stringify(run) };
  });
  expect(await world.ended(id)).toMatchObject({
    outcome: 'failed',
    code: 'runFailed',
    message: 'It has exploded.',
    failures: [{ taskKey: null, code: 'EXPLOSION', message: 'It has exploded.' }],
  });
});
