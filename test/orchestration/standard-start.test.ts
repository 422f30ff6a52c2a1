import { databricksRuns, expectSettled, standard, standardStart } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { type Body, runWorld, type WorldOptions } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

function worldOf(seconds = 20, options: Partial<WorldOptions> = {}) {
  const world = runWorld({ clock, scenarios: [jobThatTakes(seconds)], ...options });
  return {
    ...world,
    standard: (method: string, path: string, body?: unknown) => standard(world, method, path, body),
    standardStart: (input: unknown, id?: string) => standardStart(world, input, id),
    statusOf: async (id: string): Promise<Body> => (await standard(world, 'GET', `instances/${id}`)).body,
  };
}

const ALIAS = new Map([['nightly', { job: '4711', allowedParameters: ['region'] }]]);

function dreadful(): string {
  const names = Array.from({ length: 3000 }, (_, n) => `"\u0001\\${n}${'x'.repeat(500)}`);
  return JSON.stringify({ job: 1, ...Object.fromEntries(names.map((name) => [name, 1])) });
}

const NO_FACTS = { jobId: null, name: null, pageUrl: null, state: null, message: null, tasksDone: 0, tasksTotal: 0 };

describe('a start', () => {
  test('with a request as this app writes it runs, with a token of its own', async () => {
    const world = worldOf();
    const id = await world.standardStart({ request: JSON.stringify({ job: world.jobId }) });
    expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded', output: 'done' });
    expect(await world.row(id)).toMatchObject({ outcome: 'succeeded', job: world.jobId });
    await expectSettled(world, clock);
  });

  test.each<[string, (jobId: string) => unknown]>([
    ['the body of a POST /runs', (jobId) => ({ job: jobId, pollSeconds: 5, timeoutSeconds: 50 })],
    ['its text', (jobId) => JSON.stringify({ job: Number(jobId), pollSeconds: 5, timeoutSeconds: 50 })],
  ])('with %s runs', async (_, input) => {
    const world = worldOf(6000);
    const id = await world.standardStart(input(world.jobId));
    const run = await world.ended(id);
    expect(run).toMatchObject({ outcome: 'timedOut', code: 'timeoutReached' });
    expect(clock.now() - Date.parse(run.submittedAt)).toBeLessThan(80_000);
  });

  test.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /must be an object/],
    ['null', null, /must be an object/],
    ['a number', 7, /must be an object/],
    ['true', true, /must be an object/],
    ['a list', [1, 2], /must be an object/],
    ['a text that is no JSON', 'run it, please', /must be an object/],
    ['a request that is no text', { request: { job: 1 } }, /request is not a field/],
    ['a request of nonsense', { request: '{{{' }, /must be an object/],
    ['a request without a job', { request: '{}' }, /job/],
    ['a job by its name', { request: '{"job":"Some name"}' }, /job must be the id of a job or an alias/],
    ['a field that nobody knows', { request: '{"job":1,"evil":true}' }, /evil is not a field/],
    [
      'another workspace',
      { request: '{"job":1,"workspace":"https://evil.example"}' },
      /workspace must be a workspace that/,
    ],
    [
      'a parameter that the catalog does not allow',
      { request: '{"job":"nightly","runNow":{"job_parameters":{"x":"1"}}}' },
      /x is not among/,
    ],
    ['a token of its own', { request: '{"job":1,"runNow":{"idempotency_token":"t"}}' }, /idempotency_token/],
    [
      'wishes that make no sense',
      { request: '{"job":1,"pollSeconds":-1,"failOn":["x"],"timeoutSeconds":"long"}' },
      /pollSeconds.*failOn/,
    ],
    [
      'times that make no sense',
      { request: '{', timeoutSeconds: 1e300, submittedAt: 'soon', nonce: 5 },
      /must be an object/,
    ],
    ['a million letters', { request: `{"job":"${'j'.repeat(1_000_000)}"}` }, /job must be/],
    ['a great many fields with dreadful names', { request: dreadful() }, /is not a field/],
    ['its own prototype', { request: '{"job":1,"__proto__":{"runNow":{}}}' }, /__proto__ is not a field/],
  ])('with %s is rejected, and says why', async (_, input, why) => {
    const world = worldOf(20, { catalog: ALIAS });
    const id = await world.standardStart(input);
    const run = await world.ended(id);
    expect(run).toMatchObject({ outcome: 'rejected', code: 'requestInvalid', run: null });
    expect(run.message).toMatch(why);
    expect(world.asked()).toEqual([]);
    const status = await world.statusOf(id);
    expect(status).toMatchObject({
      runtimeStatus: 'Failed',
      output: expect.stringMatching(/failed: requestInvalid: /),
    });
    expect(JSON.stringify(status.customStatus).length).toBeLessThanOrEqual(8000);
    expect((await world.get(`runs/${id}`)).status).toBe(424);
    await expectSettled(world, clock);
  });

  test('decides for itself what counts as a failure, but only if that makes sense', async () => {
    const world = worldOf();
    const lenient = await world.standardStart({ request: '{"job":999,"failOn":[]}' });
    expect(await world.ended(lenient)).toMatchObject({ outcome: 'rejected', code: 'jobNotFound' });
    expect((await world.statusOf(lenient)).runtimeStatus).toBe('Completed');
    const odd = await world.standardStart({ request: '{"job":999,"failOn":"none"}' });
    await world.ended(odd);
    expect((await world.statusOf(odd)).runtimeStatus).toBe('Failed');
  });

  test('with the nonce of another instance does not meet its run', async () => {
    const world = worldOf();
    const first = await world.start({ job: world.jobId });
    await world.ended(first);
    const { input } = await world.statusOf(first);
    const second = await world.standardStart(input);
    await world.ended(second);
    expect(await databricksRuns(world)).toHaveLength(2);
  });

  test('with an id of one that has ended is a new run, whatever was said of the old one', async () => {
    const world = worldOf(60);
    const request = { request: JSON.stringify({ job: world.jobId }) };
    await world.standardStart(request, 'daily-load');
    await world.seconds(10);
    await world.post('runs/daily-load/cancel');
    expect(await world.ended('daily-load')).toMatchObject({ outcome: 'canceled' });
    await world.seconds(10);

    await world.standardStart(request, 'daily-load');
    const run = await world.ended('daily-load');
    expect(run).toMatchObject({ outcome: 'succeeded', output: 'done' });
    const runs = await databricksRuns(world);
    expect(runs.map(({ state }) => state.result_state)).toEqual(['CANCELED', 'SUCCESS']);
    expect(await world.row('daily-load')).toMatchObject({ runId: runs[1]?.id, outcome: 'succeeded' });

    await world.standardStart({ request: '{"job":999}' }, 'daily-load');
    expect(await world.ended('daily-load')).toMatchObject({ outcome: 'rejected', code: 'jobNotFound' });
  });

  test('with an id of one that goes on changes nothing', async () => {
    const world = worldOf();
    const id = await world.start({ job: world.jobId });
    expect((await world.standard('POST', `orchestrators/runJob/${id}`, { request: '{}' })).status).toBe(409);
    expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded' });
  });

  test('with a forged state learns nothing of the runs of others, and stops none of them', async () => {
    const world = worldOf(6000);
    const victim = await world.start({ job: world.jobId });
    await world.seconds(10);
    const { runId } = (await world.row(victim)) ?? {};
    const { input } = await world.statusOf(victim);
    const forged = {
      ...input,
      instanceId: 'thief',
      step: 'check',
      policy: { pollMs: null, onTimeout: 'cancel', failOn: ['failed'] },
      submittedAt: clock.now() - 10_000,
      timeoutSeconds: 5,
      phase: 'running',
      run: { ...NO_FACTS, id: runId },
      cancelSeenAt: null,
      failing: null,
      deniedSince: null,
      stoppingSince: clock.now(),
      ending: null,
      collected: null,
      nextAt: clock.now(),
    };
    await world.standardStart({ job: '999' }, 'thief'); // so that there is a row of that id
    expect(await world.ended('thief')).toMatchObject({ outcome: 'rejected' });
    await world.standardStart(forged, 'thief');
    expect(await world.ended('thief')).not.toMatchObject({ outcome: 'succeeded' });
    expect(world.asked().filter((line) => /cancel/.test(line))).toEqual([]);
    expect((await world.get(`runs/${victim}`)).body).toMatchObject({ outcome: null });

    await world.standardStart({ ...forged, step: 'collect', ending: { outcome: 'succeeded' } }, 'thief');
    await world.seconds(1000);
    expect((await world.statusOf('thief')).runtimeStatus).toMatch(/Completed|Failed/);
    expect(world.asked().filter((line) => /get-output/.test(line))).toEqual([]);
  });

  test.each(['submit', 'check', 'collect', 'record', 'done', 'dance'])(
    'with a forged half of a state at %s ends',
    async (step) => {
      const world = worldOf();
      await world.standardStart({ step, instanceId: 'half' }, 'half');
      await world.seconds(700);
      expect((await world.statusOf('half')).runtimeStatus).toBe('Failed');
      expect(world.asked()).toEqual([]);
      await expectSettled(world, clock);
    },
  );
});

test('another request under the id of a run that was terminated is another run', async () => {
  const world = worldOf(600);
  const start = (a: string) =>
    world.standardStart({ request: JSON.stringify({ job: world.jobId, runNow: { notebook_params: { a } } }) }, 'same');
  await start('first');
  await world.seconds(30);
  await world.standard('POST', 'instances/same/terminate?reason=enough');
  await world.seconds(5);
  await start('second');
  await world.ended('same');
  const starts = world.requests.filter(({ path }) => path.endsWith('/run-now'));
  expect(starts.map(({ body }) => JSON.parse(String(body)).notebook_params.a)).toEqual(['first', 'second']);
});
