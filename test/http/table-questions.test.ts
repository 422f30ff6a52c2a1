import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { nightlyReport } from '../../local/workspace/scenarios/nightly-report';
import { plainText } from '../../local/workspace/scenarios/plain-text';
import { standard } from '../support/engine-room';
import { jobOfTasks } from '../support/made-up-job';
import type { Body, WorldOptions } from '../support/run-world';
import { tableCatalog as catalog, tableWorld } from '../support/table-world';
import { answers, onRoute } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const HOUR = 3600;

const createWorld = (options: Omit<WorldOptions, 'clock'> = {}) => tableWorld({ clock, ...options });

describe('?mode=peek', () => {
  test('starts nothing, whatever there is', async () => {
    const world = createWorld();
    const peek = (query = '', job?: string) => world.table(`?mode=peek${query}`, job);
    expect(await peek()).toMatchObject({ status: 200, body: { id: null, outcome: null, columns: [], rows: [] } });
    expect((await peek('', 'sales')).body).toMatchObject({
      id: null,
      rows: [],
      columns: [{ name: 'region' }, { name: 'units' }],
    });
    expect((await peek('&format=csv', 'sales')).text).toBe('region,units\r\n');
    const { id } = (await world.table()).body;
    expect(await peek()).toMatchObject({ status: 202, body: { id, joined: true, next: { query: { mode: 'peek' } } } });
    await world.ended(id);
    await world.seconds(10 * 24 * HOUR);
    expect(await peek()).toMatchObject({ status: 200, body: { id, rows: expect.any(Array) } });
    await standard(world, 'DELETE', `instances/${id}`);
    expect((await peek()).body).toMatchObject({ id: null, rows: [] });
    expect(world.starts()).toBe(1);
  });

  test('asks Databricks nothing', async () => {
    const world = createWorld();
    expect(await world.askedBy(() => world.table('?mode=peek&p.region=SUR'))).toEqual([]);
  });
});

describe('next', () => {
  const follow = (world: ReturnType<typeof createWorld>, { next }: Body, more: Record<string, string> = {}) => {
    expect(next.relativePath).toMatch(/^api\//);
    return world.get(`${next.relativePath.slice('api/'.length)}?${new URLSearchParams({ ...next.query, ...more })}`);
  };

  test('works as it is given, until the rows are there', async () => {
    const world = createWorld();
    const first = (
      await world.table('?p.region=NORTE&p.days=1&format=csv&task=sales&freshFor=1m&wait=0&code=KEY&clientId=x')
    ).body;
    expect(first.next).toEqual({
      relativePath: `api/jobs/${world.jobId}/table`,
      query: {
        'p.region': 'NORTE',
        'p.days': '1',
        format: 'csv',
        task: 'sales',
        freshFor: '1m',
        wait: '0',
        run: first.id,
      },
    });
    expect((await follow(world, first)).body.next).toEqual(first.next);
    const asking = follow(world, first, { wait: '60' });
    await world.seconds(60);
    const { status, text } = await asking;
    expect([status, text.slice(0, 5)]).toEqual([200, 'date,']);
  });

  test('works for odd parameters, and for a job asked for by its name, which is not looked up again', async () => {
    const world = createWorld();
    const odd = new URLSearchParams({ name: 'Sales table', 'p.region': 'a b&c=d/ü+%', 'p.days': '1' });
    const { body } = await world.table(`?${odd}`, '-');
    expect(body.next.query).toEqual({ 'p.region': 'a b&c=d/ü+%', 'p.days': '1', run: body.id });
    await world.seconds(HOUR);
    expect(await world.askedBy(async () => expect((await follow(world, body)).status).toBe(200))).toEqual([]);
    expect(world.starts()).toBe(1);
  });

  test('is only there while the run goes on', async () => {
    const world = createWorld();
    expect((await world.rows()).body).not.toHaveProperty('next');
    expect((await world.table('?run=nothing')).body).not.toHaveProperty('next');
  });
});

describe('?run=', () => {
  test('reads that run, however old, and starts none', async () => {
    const world = createWorld();
    const { id } = (await world.rows()).body;
    await world.seconds(20 * 24 * HOUR);
    expect(await world.askedBy(() => world.table(`?run=${id}`))).toEqual([]);
    expect(await world.table(`?run=${id}&freshFor=0`)).toMatchObject({ status: 200, body: { id } });
    expect(world.starts()).toBe(1);
  });

  test('reads a failure again and again', async () => {
    const world = createWorld({ scenarios: [failingNotebook] });
    const { id } = (await world.table()).body;
    await world.ended(id);
    await world.seconds(HOUR);
    expect(await world.table(`?run=${id}`)).toMatchObject({ status: 424, body: { run: { id } } });
    expect(world.starts()).toBe(1);
  });

  test('knows only the runs of its own question', async () => {
    const world = createWorld();
    const { id } = (await world.rows('?p.days=1')).body;
    const other = await world.start({ job: world.jobId, runNow: { job_parameters: { days: '1' } } });
    const refused = [
      world.table(`?run=${id}`),
      world.table(`?run=${id}&p.days=2`),
      world.table(`?run=${id}&p.days=1`, 'sales'),
      world.table(`?run=${other}&p.days=1`),
      world.table('?run=nobody&p.days=1'),
    ];
    for (const { status, body } of await Promise.all(refused)) expect([status, body.code]).toEqual([404, 'runUnknown']);
    expect((await world.table(`?run=${id}&p.days=1`)).status).toBe(200);
    expect(world.starts()).toBe(2);
  });

  test('of a run whose orchestration has been deleted says that the rows are gone', async () => {
    const world = createWorld();
    const { id } = (await world.rows()).body;
    await standard(world, 'DELETE', `instances/${id}`);
    expect(await world.get(`runs/${id}/output`)).toMatchObject({ status: 410, body: { code: 'outputGone' } });
    expect(await world.table(`?run=${id}`)).toMatchObject({ status: 410, body: { code: 'outputGone' } });
  });
});

describe('a parameter', () => {
  const startedWith = async (query: string, options?: Omit<WorldOptions, 'clock'>, job?: string) => {
    const world = createWorld(options);
    expect((await world.table(query, job)).status).toBe(202);
    await world.seconds(1);
    const { job_parameters, notebook_params } = world.startedWith();
    return { job_parameters, notebook_params };
  };

  test('that the job declares is one of the job', async () => {
    expect(await startedWith('?p.region=SUR&p.from=2026-02-01')).toEqual({
      job_parameters: { region: 'SUR', from: '2026-02-01' },
    });
  });

  test('of a job that declares none is one of its notebook', async () => {
    expect(await startedWith('?p.name=you&p.region=SUR', { scenarios: [plainText] })).toEqual({
      notebook_params: { name: 'you', region: 'SUR' },
    });
  });

  test('that the catalog declares is one of the job, whose other defaults stay', async () => {
    const more = new Map(catalog).set('hello', {
      job: '104',
      defaults: { job_parameters: { name: 'all', tone: 'kind' } },
    });
    expect(
      await startedWith('?p.name=you', { scenarios: [{ ...plainText, jobId: 104n }], catalog: more }, 'hello'),
    ).toEqual({
      job_parameters: { name: 'you', tone: 'kind' },
    });
  });

  test('beside those of the notebook that the catalog gives, is one of the notebook', async () => {
    const more = new Map(catalog).set('hello', {
      job: '104',
      defaults: { notebook_params: { name: 'all', tone: 'kind' } },
    });
    expect(
      await startedWith('?p.name=you', { scenarios: [{ ...plainText, jobId: 104n }], catalog: more }, 'hello'),
    ).toEqual({
      notebook_params: { name: 'you', tone: 'kind' },
    });
  });

  test('without any, the run takes the defaults', async () => {
    expect(await startedWith('')).toEqual({});
    expect(await startedWith('', {}, 'sales')).toEqual({ job_parameters: { days: '1' } });
  });
});

describe('before a start', () => {
  const refused = async (query: string, options: Omit<WorldOptions, 'clock'> = {}, job?: string) => {
    const world = createWorld(options);
    const reply = await world.table(query, job);
    await world.seconds(60);
    expect(world.starts()).toBe(0);
    expect(await world.app.runs.list({ limit: 10 })).toEqual({ runs: [] });
    return { ...reply, again: () => world.table(query, job) };
  };

  test('a task that the job has not is refused', async () => {
    const { status, body } = await refused('?task=nothing', { scenarios: [nightlyReport] });
    expect([status, body.code]).toEqual([404, 'taskUnknown']);
    expect(body.detail).toContain('report');
  });

  test('a parameter that the job, or the catalog, does not declare is refused', async () => {
    for (const job of [undefined, 'sales']) {
      const { status, body } = await refused('?p.regoin=SUR', {}, job);
      expect([status, body.code, body.errors[0].field]).toEqual([400, 'parametersInvalid', 'p.regoin']);
      expect(body.detail).toContain('region, from, days');
    }
    const more = new Map(catalog).set('hello', { job: '104', defaults: { job_parameters: { name: 'all' } } });
    const options = { scenarios: [{ ...plainText, jobId: 104n }], catalog: more };
    expect((await refused('?p.nmae=you', options, 'hello')).body.errors[0].field).toBe('p.nmae');
  });

  test('a job that is not there is told from one that can not be read right now', async () => {
    expect(await refused('?p.a=1', {}, '999')).toMatchObject({ status: 404, body: { code: 'databricksNotFound' } });
    const intercept = onRoute('jobs/get', answers(503, { 'retry-after': '7' }));
    const reply = await refused('?p.region=SUR', { intercept });
    expect(reply).toMatchObject({
      status: 503,
      headers: { 'retry-after': '7' },
      body: { code: 'databricksUnavailable' },
    });
    expect((await reply.again()).status).toBe(202);
  });
});

describe('a job with several notebooks', () => {
  const threeNotebooks = (values: Readonly<Record<string, unknown>>) => jobOfTasks(3, ({ taskKey }) => values[taskKey]);

  test('of which one hands over rows needs no choice', async () => {
    const world = createWorld({ scenarios: [threeNotebooks({ task_1: [{ a: 1 }] })] });
    expect((await world.rows()).body.rows).toEqual([{ a: 1 }]);
  });

  test('of which two do is asked for one of them, and the same run answers for either', async () => {
    const world = createWorld({ scenarios: [threeNotebooks({ task_0: [{ a: 1 }], task_2: [{ b: 2 }] })] });
    const { status, body } = await world.rows();
    expect([status, body.code, body.tasks.sort()]).toEqual([400, 'taskNeeded', ['task_0', 'task_2']]);
    expect((await world.table('?task=task_0')).body.rows).toEqual([{ a: 1 }]);
    expect((await world.table('?task=task_2')).body.rows).toEqual([{ b: 2 }]);
    expect(world.starts()).toBe(1);
  });
});

test('Databricks is asked about the job only where parameters or a task need it', async () => {
  for (const [query, asked] of [
    ['', 0],
    ['?p.region=SUR', 1],
    ['?task=sales', 1],
  ] as const) {
    const world = createWorld();
    await world.rows(query);
    expect([query, world.requests.filter(({ path }) => path.endsWith('/jobs/get')).length]).toEqual([query, asked]);
  }
});
