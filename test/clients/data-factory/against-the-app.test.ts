import { failingNotebook } from '../../../local/workspace/scenarios/failing-notebook';
import { internalError } from '../../../local/workspace/scenarios/internal-error';
import { noOutput } from '../../../local/workspace/scenarios/no-output';
import { partialSuccess } from '../../../local/workspace/scenarios/partial-success';
import { plainText } from '../../../local/workspace/scenarios/plain-text';
import { salesTable } from '../../../local/workspace/scenarios/sales-table';
import { skippedByLimit } from '../../../local/workspace/scenarios/skipped-by-limit';
import { slow } from '../../../local/workspace/scenarios/slow';
import { timeout } from '../../../local/workspace/scenarios/timeout';
import { type FactoryWorldOptions, factoryWorld } from '../../support/data-factory/factory-world';
import type { JsonObject } from '../../support/data-factory/json';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const create = (options: Omit<FactoryWorldOptions, 'clock'>) => factoryWorld({ clock, ...options });
type World = ReturnType<typeof create>;

/** Those that run one job, and the activity whose output is the run. Null: it is hidden, and only returned. */
const PIPELINES = [
  ['RunDatabricksJob', 'RunDatabricksJob'],
  ['RunDatabricksJobByWebhook', 'RunDatabricksJobByWebhook'],
  ['RunShortDatabricksJob', null],
  ['PollDatabricksJob', 'GetResult'],
] as const;

describe.each(['key', 'entra'] as const)('with sign-in by %s', (signIn) => {
  test.each(PIPELINES)('%s hands back a good run', async (pipeline, activity) => {
    const world = create({ signIn, scenarios: [salesTable] });
    const run = await world.play(pipeline, { JobId: world.jobId, JobParameters: { region: 'NORTE', days: '1' } });
    expect([run.status, run.message]).toEqual(['Succeeded', null]);
    const rows = Array(3).fill(expect.objectContaining({ region: 'NORTE' }));
    if (activity) expect(run.of(activity).output).toMatchObject({ outcome: 'succeeded', output: rows });
    else expect(run.of(pipeline).output).toBeNull();
    expect(run.returned).toEqual({
      RunId: expect.stringMatching(/^run-/),
      Outcome: 'succeeded',
      RunPageUrl: expect.stringContaining('#job/101/run/'),
      Output: rows,
    });
    expect(world.starts()).toBe(1);
  });

  test.each(PIPELINES)('%s fails if a run does', async (pipeline) => {
    const world = create({ signIn, scenarios: [failingNotebook] });
    const { status, message } = await world.play(pipeline, { JobId: world.jobId });
    expect([status, message]).toEqual(['Failed', expect.stringContaining("name 'datframe' is not defined")]);
    expect(world.starts()).toBe(1);
  });
});

test.each(PIPELINES)('%s says which role the identity of the factory lacks', async (pipeline) => {
  const world = create({ signIn: 'entra', roles: ['Runs.Read'], scenarios: [salesTable] });
  const { status, message } = await world.play(pipeline, { JobId: world.jobId });
  expect([status, message]).toEqual(['Failed', expect.stringContaining('lacks Runs.Start')]);
  expect(world.starts()).toBe(0);
});

test.each(PIPELINES)('%s says where the app does not know who asks', async (pipeline) => {
  const world = create({ scenarios: [salesTable], onTheWay: async () => ({ status: 401, headers: {}, body: '' }) });
  const { status, message } = await world.play(pipeline, { JobId: world.jobId });
  expect([status, message]).toEqual(['Failed', expect.stringContaining('401')]);
});

describe.each(PIPELINES)('%s', (pipeline) => {
  test.each([
    ['a text', plainText, 'SUCCESS'],
    ['nothing', noOutput, ''],
    ['what some of its tasks have left', partialSuccess, ''],
  ])('hands back %s', async (_, scenario) => {
    const world = create({ scenarios: [scenario] });
    const { status, returned } = await world.play(pipeline, { JobId: world.jobId });
    const { body } = await world.get(`runs/${returned.RunId}`);
    expect([status, returned.Outcome, returned.Output]).toEqual(['Succeeded', body.outcome, body.output ?? '']);
  });

  test.each<[string, Parameters<typeof create>[0], JsonObject, (world: World) => Promise<unknown>]>([
    ['failed', { scenarios: [failingNotebook] }, {}, async () => {}],
    ['failed', { scenarios: [internalError] }, {}, async () => {}],
    ['timedOut', { scenarios: [timeout] }, {}, async () => {}],
    ['timedOut', { scenarios: [slow] }, { TimeoutSeconds: 300 }, async () => {}],
    ['canceled', { scenarios: [slow] }, {}, cancelSoon],
    ['skipped', { scenarios: [skippedByLimit] }, {}, startAnother],
    ['rejected', { scenarios: [salesTable] }, { JobId: '999' }, async () => {}],
  ])('fails with the message and the page of a run that ended as %s', async (outcome, options, parameters, before) => {
    for (const bareErrors of [false, true]) {
      const world = create({ ...options, habits: { bareErrors } });
      await before(world);
      const { status, message } = await world.play(pipeline, { JobId: world.jobId, ...parameters });
      const run = await lastRun(world);
      expect([status, run.outcome]).toEqual(['Failed', outcome]);
      const says = [run.failures?.[0]?.message, run.message].filter((text) => text && plain(message).includes(text));
      expect([message, says]).not.toEqual([message, []]);
      if (outcome !== 'rejected') expect(message).toContain(run.run.pageUrl);
    }
  });

  test('fails by what is wrong with its parameters, and runs nothing', async () => {
    const world = create({
      scenarios: [salesTable],
      catalog: new Map([['sales', { job: '101', allowedParameters: ['days'] }]]),
    });
    const { status, message } = await world.play(pipeline, { JobId: 'sales', JobParameters: { month: '1' } });
    expect([status, plain(message)]).toEqual(['Failed', expect.stringContaining('month')]);
    expect(world.starts()).toBe(0);
  });

  test('passes on what it was given, and nothing else', async () => {
    const world = create({ scenarios: [salesTable] });
    const name = `Sales "table" \\ it's`;
    await world.play(pipeline, { JobId: name }).catch(() => {});
    const { requests } = await world.play(pipeline, {
      JobId: '101',
      NotebookParams: { a: '@b', c: `"'\\` },
      TimeoutSeconds: 3600,
    });
    const bodies = requests.filter(({ url }) => /\/api\/runs\b/.test(url)).map(({ body }) => JSON.parse(body ?? ''));
    const hook = { ...(pipeline === 'RunDatabricksJobByWebhook' && { callBackUri: expect.anything() }) };
    expect(bodies[0]).toEqual({ job: name, runNow: {}, ...hook });
    const runNow = { notebook_params: { a: '@b', c: `"'\\` } };
    expect(bodies.at(-1)).toEqual({ job: '101', runNow, timeoutSeconds: 3600, ...hook });
  });
});

async function cancelSoon(world: World) {
  setTimeout(async () => {
    const { id } = await lastRun(world);
    await world.post(`runs/${id}/cancel`);
  }, 400_000);
}

async function startAnother(world: World) {
  await world.start({ job: world.jobId });
  await world.seconds(10);
}

async function lastRun(world: World) {
  const { body } = await world.get('runs');
  return (await world.get(`runs/${body.runs[0].id}?onFailure=200`)).body;
}

/** A message with the JSON in it read as people read it. */
const plain = (message: string | null) => (message ?? '').replaceAll('\\"', '"').replaceAll('\\\\', '\\');
