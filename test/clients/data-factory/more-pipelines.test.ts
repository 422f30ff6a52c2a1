import { failingNotebook } from '../../../local/workspace/scenarios/failing-notebook';
import { salesTable } from '../../../local/workspace/scenarios/sales-table';
import type { Catalog } from '../../../src/contract/jobs/catalog';
import { type FactoryWorldOptions, factoryWorld } from '../../support/data-factory/factory-world';
import type { Json } from '../../support/data-factory/json';
import { headerOf } from '../../support/data-factory/services/web';
import { jobThatTakes } from '../../support/made-up-job';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const create = (options: Omit<FactoryWorldOptions, 'clock'>) => factoryWorld({ clock, ...options });

const SALES = '101';
const FAILING = '103';

describe('RunDatabricksJobs', () => {
  const play = async (Jobs: Json, options: Partial<FactoryWorldOptions> = {}) => {
    const world = create({ scenarios: [salesTable, failingNotebook], ...options });
    const run = await world.play('RunDatabricksJobs', { Jobs });
    return { ...run, starts: world.starts() };
  };

  test.each(['key', 'entra'] as const)('runs every job of the table, with sign-in by %s', async (signIn) => {
    const jobs = ['NORTE', 'SUR'].map((region) => ({ job: SALES, parameters: { region, days: '1' } }));
    const { status, log, starts } = await play(jobs, { signIn });
    const regions = log.flatMap(({ activityName, output }) =>
      activityName === 'RunDatabricksJob' ? [JSON.stringify(output).match(/NORTE|SUR/)?.[0]] : [],
    );
    expect([status, starts, regions.sort()]).toEqual(['Succeeded', 2, ['NORTE', 'SUR']]);
  });

  test('runs all of them though one fails, and then fails with its message and page', async () => {
    const { status, message, log, starts } = await play([{ job: SALES }, { job: FAILING }, { job: Number(SALES) }]);
    expect([status, starts]).toEqual(['Failed', 3]);
    expect(message).toMatch(/^Operation on target ForEachJob failed: .*name 'datframe' is not defined/);
    expect(message).toContain('#job/103/run/');
    const ends = log.filter(
      ({ activityName, status: end }) => activityName === 'RunDatabricksJob' && end === 'Succeeded',
    );
    expect(ends).toHaveLength(2);
  });

  test('runs the same job twice if it stands there twice', async () => {
    const { status, starts } = await play([{ job: SALES }, { job: SALES }]);
    expect([status, starts]).toEqual(['Succeeded', 2]);
  });

  test('does nothing for an empty table', async () => {
    const { status, starts } = await play([]);
    expect([status, starts]).toEqual(['Succeeded', 0]);
  });

  test('starts each of them once though answers are lost', async () => {
    const lost = new Set<string>();
    const onTheWay: NonNullable<FactoryWorldOptions['onTheWay']> = async (request, pass) => {
      const answer = await pass();
      const key = headerOf(request, 'idempotency-key');
      if (key === undefined || lost.has(key)) return answer;
      lost.add(key);
      throw new Error('socket hang up');
    };
    const { status, starts } = await play(Array(4).fill({ job: SALES }), { onTheWay });
    expect([status, starts]).toEqual(['Succeeded', 4]);
  });

  test('runs ten at a time', async () => {
    const scenario = jobThatTakes(300);
    const world = create({ scenarios: [scenario] });
    const run = await world.play('RunDatabricksJobs', { Jobs: Array(11).fill({ job: world.jobId }) });
    expect([run.status, world.starts()]).toEqual(['Succeeded', 11]);
    expect(run.seconds).toBeGreaterThanOrEqual(600);
    expect(run.seconds).toBeLessThan(800);
  });
});

describe('PollDatabricksJob', () => {
  test('asks in the interval that it was given, until the run has ended', async () => {
    const world = create({ scenarios: [jobThatTakes(300)] });
    const { status, requests, seconds } = await world.play('PollDatabricksJob', {
      JobId: world.jobId,
      WaitSecond: 100,
    });
    const looks = requests.filter(({ url }) => url.includes('/api/links/')).length;
    expect([status, looks]).toEqual(['Succeeded', Math.round(seconds / 100) + 1]);
  });

  test('takes for failures what the catalog does', async () => {
    const catalog: Catalog = new Map([['failing', { job: FAILING, failOn: ['timedOut'] }]]);
    const world = create({ scenarios: [failingNotebook], catalog });
    const { status, returned } = await world.play('PollDatabricksJob', { JobId: 'failing' });
    expect([status, returned.Outcome]).toEqual(['Succeeded', 'failed']);
  });

  test('fails with the code of the run and the outcome in words', async () => {
    const world = create({ scenarios: [failingNotebook] });
    const { of, message } = await world.play('PollDatabricksJob', { JobId: FAILING });
    expect(of('FailWithStateMessage').error?.errorCode).toBe('runFailed');
    expect(message).toContain('The run of 103 ended as failed: ');
  });

  test.each([
    ['default', 'Succeeded', 1],
    ['another', 'Failed', 0],
  ])('runs in the workspace that it was told (%s)', async (WorkspaceId, expected, starts) => {
    const world = create({ scenarios: [salesTable] });
    const { status } = await world.play('PollDatabricksJob', { JobId: SALES, WorkspaceId });
    expect([status, world.starts()]).toEqual([expected, starts]);
  });
});

describe('RunDatabricksJobByWebhook', () => {
  const NAME = 'RunDatabricksJobByWebhook';

  test('asks once, and is called once', async () => {
    const world = create({ scenarios: [jobThatTakes(600)] });
    const { status, requests, log } = await world.play(NAME, { JobId: world.jobId });
    expect([status, requests.length, log.length]).toEqual(['Succeeded', 2, 3]);
    expect(world.events.filter(({ event }) => event === 'callbackEnded')).toMatchObject([
      { delivered: true, status: 200 },
    ]);
  });

  test('ends by the callback that comes in the end, however often one is lost', async () => {
    const world = create({ scenarios: [salesTable] });
    const { receive } = world.factory;
    let lost = 3;
    Object.assign(world.factory, {
      receive: (...given: Parameters<typeof receive>) => (lost-- > 0 ? undefined : receive(...given)),
    });
    const { status, returned } = await world.play(NAME, { JobId: SALES });
    expect([status, returned.Outcome, lost]).toEqual(['Succeeded', 'succeeded', -1]);
  });

  test('waits no longer than the template was told, and the run goes on', async () => {
    const world = create({ scenarios: [jobThatTakes(3600)], template: { webhookTimeout: '00:30:00' } });
    const { of, seconds, status } = await world.play(NAME, { JobId: world.jobId });
    expect([status, of(NAME).status, Math.round(seconds / 60)]).toEqual(['Failed', 'TimedOut', 30]);
    const { body } = await world.get('runs');
    expect(await world.ended(body.runs[0].id)).toMatchObject({ outcome: 'succeeded' });
  });

  test('fails at once where the app may not call the factory', async () => {
    const world = create({ scenarios: [salesTable], callbackHosts: ['hooks.example.com'] });
    const { status, message } = await world.play(NAME, { JobId: SALES });
    expect([status, world.starts()]).toEqual(['Failed', 0]);
    expect(message).toContain('dpnortheurope.svc.datafactory.azure.com');
  });
});
