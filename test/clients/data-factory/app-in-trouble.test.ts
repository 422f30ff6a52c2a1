import { failingNotebook } from '../../../local/workspace/scenarios/failing-notebook';
import { salesTable } from '../../../local/workspace/scenarios/sales-table';
import { type FactoryWorldOptions, FUNCTION_KEY, factoryWorld } from '../../support/data-factory/factory-world';
import { headerOf, type WebRequest } from '../../support/data-factory/services/web';
import { jobThatTakes } from '../../support/made-up-job';
import { answers, onRoute } from '../../support/trouble';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const HOUR = 3600;
const create = (options: Omit<FactoryWorldOptions, 'clock'>) => factoryWorld({ clock, ...options });

const RETRYING = ['RunDatabricksJob', 'RunShortDatabricksJob', 'PollDatabricksJob'];
const ALL = [...RETRYING, 'RunDatabricksJobByWebhook'];

type OnTheWay = NonNullable<FactoryWorldOptions['onTheWay']>;

const isStart = ({ url }: WebRequest) => /\/api\/runs\b/.test(url);
const isLook = ({ url }: WebRequest) => url.includes('/api/links/');

/** The app gets the first requests of this kind and does what they ask for, but its answers are lost. */
function answersLost(count: number, isOfThisKind: (request: WebRequest) => boolean): OnTheWay {
  let left = count;
  return async (request, pass) => {
    const answer = await pass();
    if (!isOfThisKind(request) || left-- <= 0) return answer;
    throw new Error('socket hang up');
  };
}

describe.each(RETRYING)('%s', (pipeline) => {
  test.each([1, 2])('starts one run though %d answers to the start are lost', async (count) => {
    const world = create({ scenarios: [salesTable], onTheWay: answersLost(count, isStart) });
    const { status, requests } = await world.play(pipeline, { JobId: world.jobId });
    expect([status, requests.filter(isStart).length, world.starts()]).toEqual(['Succeeded', count + 1, 1]);
  });

  test('starts one run though that has long ended when the start is repeated', async () => {
    const onTheWay: OnTheWay = async (request, pass) => {
      const answer = await pass();
      if (isStart(request) && world.factory.requests.filter(isStart).length === 1) return new Promise(() => {});
      return answer;
    };
    const world = create({ scenarios: [jobThatTakes(1)], onTheWay });
    const { status, returned } = await world.play(pipeline, { JobId: world.jobId });
    expect([status, returned.Output, world.starts()]).toEqual(['Succeeded', 'done', 1]);
  });

  test('starts no second run because the first one has failed', async () => {
    const world = create({ scenarios: [failingNotebook] });
    const { status, log } = await world.play(pipeline, { JobId: world.jobId });
    expect([status, world.starts()]).toEqual(['Failed', 1]);
    expect(log.filter(({ retryAttempt }) => retryAttempt > 0).length > 0).toBe(pipeline !== 'PollDatabricksJob');
  });

  test('goes on after a look of which the answer is lost', async () => {
    const world = create({ scenarios: [jobThatTakes(600)], onTheWay: answersLost(1, isLook) });
    const { status } = await world.play(pipeline, { JobId: world.jobId });
    expect([status, world.starts()]).toEqual(['Succeeded', 1]);
  });

  test('starts two runs when it is run twice', async () => {
    const world = create({ scenarios: [salesTable] });
    const runs = [await world.play(pipeline, { JobId: '101' }), await world.play(pipeline, { JobId: '101' })];
    expect([runs.map(({ status }) => status), world.starts()]).toEqual([['Succeeded', 'Succeeded'], 2]);
  });
});

describe.each(ALL)('%s', (pipeline) => {
  test('waits for hours', async () => {
    const world = create({ scenarios: [jobThatTakes(2 * HOUR)] });
    const run = await world.play(pipeline, { JobId: world.jobId });
    expect([run.status, run.returned.Output, world.starts()]).toEqual(['Succeeded', 'done', 1]);
    expect(run.seconds).toBeGreaterThanOrEqual(2 * HOUR);
    expect(run.seconds).toBeLessThan(2 * HOUR + 120);
  });

  test('is served however often it asks', async () => {
    const world = create({ scenarios: [jobThatTakes(600)], habits: { pollSeconds: 1, webhookFollows: true } });
    const { status } = await world.play(pipeline, { JobId: world.jobId });
    expect([status, world.starts()]).toEqual(['Succeeded', 1]);
  });

  test('fails with a reason if Databricks can not be reached until the time is up', async () => {
    const world = create({
      scenarios: [salesTable],
      intercept: onRoute('run-now', ...Array(10_000).fill(answers(503))),
    });
    const { status, message } = await world.play(pipeline, { JobId: '101', TimeoutSeconds: 600 });
    expect([status, message]).toEqual(['Failed', expect.stringContaining('Databricks')]);
  });

  test.each([salesTable, failingNotebook])('keeps the function key to itself: $name', async (scenario) => {
    const world = create({ scenarios: [scenario] });
    const { log, requests, message } = await world.play(pipeline, { JobId: world.jobId });
    expect(JSON.stringify([log, message])).not.toContain(FUNCTION_KEY);
    for (const look of requests.filter(isLook)) expect(look.headers).toEqual({});
    for (const start of requests.filter(isStart)) expect(headerOf(start, 'x-functions-key')).toBe(FUNCTION_KEY);
  });

  test.each([salesTable, failingNotebook])('shows no key of the standard URLs: $name', async (scenario) => {
    const world = create({ scenarios: [scenario] });
    const { log, message } = await world.play(pipeline, { JobId: world.jobId });
    expect(JSON.stringify([log, message])).not.toMatch(/code=|webhooks\/durabletask/);
  });

  test.each([salesTable, failingNotebook])(
    'shows no other key if the app leaves out the standard URLs: $name',
    async (scenario) => {
      const world = create({ scenarios: [scenario], onTheWay: answersLost(1, isStart) });
      Object.assign(world.app, { showsStandardUrls: false });
      const { log, message } = await world.play(pipeline, { JobId: world.jobId });
      expect(JSON.stringify([log, message])).not.toMatch(/code=|webhooks\/durabletask/);
    },
  );

  test('shows no token of its identity', async () => {
    const world = create({ signIn: 'entra', scenarios: [salesTable] });
    const { log, requests } = await world.play(pipeline, { JobId: world.jobId });
    expect(JSON.stringify(log)).not.toContain('Bearer');
    for (const look of requests.filter(isLook)) expect(look.headers).toEqual({});
  });
});
