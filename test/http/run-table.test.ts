import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { hugeOutput } from '../../local/workspace/scenarios/huge-output';
import { nightlyReport } from '../../local/workspace/scenarios/nightly-report';
import { partialSuccess } from '../../local/workspace/scenarios/partial-success';
import { plainText } from '../../local/workspace/scenarios/plain-text';
import { salesTable } from '../../local/workspace/scenarios/sales-table';
import type { CatalogEntry } from '../../src/contract/catalog';
import { databricksRuns, standard } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { type Body, type Reply, runWorld, type WorldOptions } from '../support/run-world';
import { answers, onRoute } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const MINUTE = 60;
const HOUR = 3600;

const catalog = new Map<string, CatalogEntry>([
  [
    'sales',
    {
      job: '101',
      defaults: { job_parameters: { days: '1' } },
      columns: [
        { name: 'region', type: 'text', nullable: false },
        { name: 'units', type: 'integer' },
      ],
    },
  ],
]);

function createWorld(options: Omit<WorldOptions, 'clock'> = {}) {
  const world = runWorld({ clock, scenarios: [salesTable], catalog, ...options });
  const table = (query = '', job = world.jobId) => world.get(`jobs/${job}/table${query}`);
  return {
    ...world,
    table,
    /** The rows, once the run that this leads to has ended. */
    async rows(query = '', job = world.jobId): Promise<Reply> {
      const asking = table(`${query}${query === '' ? '?' : '&'}wait=200`, job);
      await world.seconds(200);
      return asking;
    },
    starts: () => world.asked().filter((line) => line === 'POST run-now').length,
    startedWith: (): Body =>
      JSON.parse(String(world.requests.findLast(({ path }) => path.endsWith('run-now'))?.body ?? 'null')),
    /** What Databricks is asked while this goes on. */
    async askedBy(doing: () => Promise<unknown>): Promise<string[]> {
      const before = world.asked().length;
      await doing();
      return world.asked().slice(before);
    },
  };
}

describe('the rows', () => {
  test('come with their run and the types of their columns', async () => {
    const world = createWorld();
    const { status, headers, body } = await world.rows('?p.region=NORTE&p.days=1');
    expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    expect(Object.keys(body)).toEqual(['id', 'outcome', 'columns', 'rows']);
    expect(body).toMatchObject({ id: expect.any(String), outcome: 'succeeded' });
    expect(body.columns).toContainEqual({ name: 'units', type: 'integer', nullable: false });
    expect(body.rows).toHaveLength(3);
    expect(body.rows[0]).toMatchObject({ date: '2026-01-01', region: 'NORTE' });
  });

  test('have the columns that the catalog declares', async () => {
    const world = createWorld();
    const { body } = await world.rows('', 'sales');
    expect(body.columns).toEqual([
      { name: 'region', type: 'text', nullable: false },
      { name: 'units', type: 'integer', nullable: true },
    ]);
    expect(Object.keys(body.rows[0])).toEqual(['region', 'units']);
  });

  test.each([
    ['csv', 'text/csv'],
    ['ndjson', 'application/x-ndjson'],
  ])('come as %s, too', async (format, type) => {
    const world = createWorld();
    await world.rows('?p.days=1');
    const byName = await world.table(`?p.days=1&format=${format}`);
    expect([byName.status, byName.headers['content-type']]).toEqual([200, `${type}; charset=utf-8`]);
    const byHeader = await world.get(`jobs/${world.jobId}/table?p.days=1`, { accept: type });
    expect(byHeader.text).toBe(byName.text);
    expect(byName.text.trim().split('\n').length).toBeGreaterThanOrEqual(12);
    expect(world.starts()).toBe(1);
  });

  test('are none, and no error, where the run has left nothing', async () => {
    const silent = createWorld({ scenarios: [jobThatTakes(1, () => undefined)] });
    expect(await silent.rows()).toMatchObject({ status: 200, body: { outcome: 'succeeded', columns: [], rows: [] } });
    expect((await silent.table('?format=csv')).text).toBe('');
    const declared = createWorld();
    const { body } = await declared.rows('?p.days=0', 'sales');
    expect([body.columns.length, body.rows]).toEqual([2, []]);
    expect((await declared.table('?p.days=0&format=csv', 'sales')).text).toBe('region,units\r\n');
  });

  test('are none where Databricks has cut them', async () => {
    const world = createWorld({ scenarios: [hugeOutput] });
    const { status, headers, body } = await world.rows();
    expect([status, headers['content-type'], body.code]).toEqual([424, 'application/problem+json', 'outputTruncated']);
    expect((await world.table('?format=csv')).status).toBe(424);
  });

  test('are none where the output can not be had, which is told', async () => {
    const world = createWorld({ intercept: onRoute('get-output', answers(403)) });
    expect(await world.rows()).toMatchObject({ status: 424, body: { code: 'outputUnavailable' } });
  });

  test('are none where the output is no table', async () => {
    const world = createWorld({ scenarios: [jobThatTakes(1, () => [1, { a: 1 }])] });
    expect(await world.rows()).toMatchObject({ status: 422, body: { code: 'outputNotTabular' } });
  });

  test('may be a single value', async () => {
    const world = createWorld({ scenarios: [plainText] });
    expect((await world.rows('?p.name=you')).body.rows).toEqual([{ value: 'Hello, you. Nothing to "parse" here.' }]);
  });

  test('are there after a partial success, too', async () => {
    const world = createWorld({ scenarios: [partialSuccess] });
    expect(await world.rows('?task=tidy')).toMatchObject({
      status: 200,
      body: { outcome: 'partial', rows: [{ value: 'tidied' }] },
    });
  });
});

describe('one run answers', () => {
  test('two evaluations at once, and many', async () => {
    for (const count of [2, 50]) {
      const world = createWorld();
      const replies = await Promise.all(
        Array.from({ length: count }, () => world.table('?p.region=SUR&wait=60')).concat(
          world.seconds(60).then(() => world.table('?p.region=SUR')),
        ),
      );
      expect(new Set(replies.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
      expect(replies[0]?.status).toBe(200);
      expect(await databricksRuns(world)).toHaveLength(1);
    }
  });

  test('who comes in the middle, and who comes after the end', async () => {
    const world = createWorld();
    const first = await world.table();
    expect(first).toMatchObject({ status: 202, body: { joined: false } });
    await world.seconds(4);
    expect(await world.table()).toMatchObject({ status: 202, body: { id: first.body.id, joined: true } });
    await world.seconds(60);
    expect(await world.table()).toMatchObject({ status: 200, body: { id: first.body.id } });
    expect(await databricksRuns(world)).toHaveLength(1);
  });

  test('the same parameters in any order, and none but those', async () => {
    const world = createWorld();
    const { id } = (await world.table('?p.region=SUR&p.days=1')).body;
    expect((await world.table('?format=json&p.days=1&freshFor=1h&p.region=SUR')).body.id).toBe(id);
    for (const other of ['', '?p.region=SUR', '?p.region=sur&p.days=1', '?p.region=SUR&p.days=1&p.from=2026-01-01']) {
      expect((await world.table(other)).body.id).not.toBe(id);
    }
    expect((await world.table('?p.region=SUR&p.days=1', 'sales')).body.id).not.toBe(id);
  });

  test('also while its start is under way in another process', async () => {
    const world = createWorld();
    const { start } = world.app.instances;
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    world.app.instances.start = async (...args) => {
      world.app.instances.start = start;
      await held; // the claim is there, and the row, but not yet the orchestration
      return start(...args);
    };
    const first = world.table();
    await world.seconds(1);
    const second = await world.table();
    letGo();
    expect((await first).body.id).toBe(second.body.id);
    await world.seconds(60);
    expect(await databricksRuns(world)).toHaveLength(1);
  });
});

describe('a run is fresh', () => {
  test('for 15 minutes from its end', async () => {
    const world = createWorld();
    const { id } = (await world.rows()).body;
    const { endedAt } = (await world.get(`runs/${id}`)).body;
    const age = (clock.now() - Date.parse(endedAt)) / 1000;
    await world.seconds(15 * MINUTE - age - 1);
    expect((await world.table()).body.id).toBe(id);
    await world.seconds(1);
    expect(await world.table()).toMatchObject({ status: 202, body: { joined: false } });
  });

  test.each([
    ['90s', 90],
    ['90', 90],
    ['10m', 10 * MINUTE],
    ['24h', 24 * HOUR],
    ['1440m', 24 * HOUR],
  ])('for as long as the caller says: %s', async (freshFor, seconds) => {
    const world = createWorld({ scenarios: [jobThatTakes(1, () => [{ a: 1 }])] });
    await world.table();
    const { id } = await world.ended((await world.table()).body.id);
    const { endedAt } = (await world.get(`runs/${id}`)).body;
    await world.seconds(seconds - (clock.now() - Date.parse(endedAt)) / 1000 - 1);
    expect((await world.table(`?freshFor=${freshFor}`)).body.id).toBe(id);
    await world.seconds(1);
    expect((await world.table(`?freshFor=${freshFor}`)).status).toBe(202);
  });

  test('never, if the caller says so; while it goes on it is joined all the same', async () => {
    const world = createWorld();
    const { id } = (await world.table('?freshFor=0')).body;
    await world.seconds(3);
    expect((await world.table('?freshFor=0')).body.id).toBe(id);
    await world.seconds(60);
    const { body } = await world.table('?freshFor=0');
    expect([body.outcome, body.joined]).toEqual([null, false]);
    expect(body.id).not.toBe(id);
  });

  test('without a call to Databricks, by alias or id, and by name while that is remembered', async () => {
    const world = createWorld();
    for (const [query, job] of [
      ['?p.days=1', undefined],
      ['?p.days=1', 'sales'],
      ['?name=Sales%20table&p.days=1', '-'],
    ] as const) {
      await world.rows(query, job);
      expect(await world.askedBy(() => world.table(query, job))).toEqual([]);
    }
  });

  test('no longer once its orchestration has been deleted', async () => {
    const world = createWorld();
    const { id } = (await world.rows()).body;
    await standard(world, 'DELETE', `instances/${id}`);
    const { body } = await world.table();
    expect([body.outcome, body.joined]).toEqual([null, false]);
    await world.seconds(60);
    expect(await databricksRuns(world)).toHaveLength(2);
  });

  test('and when it is no longer, requests at once start one new run', async () => {
    const world = createWorld();
    const { id } = (await world.rows()).body;
    await world.seconds(HOUR);
    const replies = await Promise.all(Array.from({ length: 30 }, () => world.table()));
    const ids = new Set(replies.map(({ body }) => body.id));
    expect([ids.size, ids.has(id)]).toEqual([1, false]);
    expect(replies.filter(({ body }) => !body.joined)).toHaveLength(1);
    await world.seconds(60);
    expect(await databricksRuns(world)).toHaveLength(2);
  });
});

describe('a failure', () => {
  const failed = async (query = '') => {
    const world = createWorld({ scenarios: [failingNotebook] });
    await world.table(query);
    const run = await world.ended((await world.table(query)).body.id);
    const again = () => world.table(query);
    /** Until this many seconds after its end. */
    const until = (seconds: number) => world.seconds(seconds - (clock.now() - Date.parse(run.endedAt)) / 1000);
    return { world, id: run.id as string, again, until };
  };

  test('is answered again for a minute, and then there is a new run', async () => {
    const { world, id, again, until } = await failed();
    expect(await again()).toMatchObject({ status: 424, body: { code: 'runFailed', run: { id, joined: true } } });
    await until(59);
    expect((await again()).body.run.id).toBe(id);
    expect(world.starts()).toBe(1);
    await until(60);
    expect(await again()).toMatchObject({ status: 202, body: { joined: false } });
  });

  test('is answered again for as long as rows would be, if that is shorter', async () => {
    const { again, until } = await failed('?freshFor=20s');
    await until(19);
    expect((await again()).status).toBe(424);
    await until(20);
    expect((await again()).status).toBe(202);
  });

  test('is read from the body by who asks for 200', async () => {
    const { id, world } = await failed();
    const { status, body } = await world.table('?onFailure=200');
    expect([status, body.id, body.outcome, body.rows]).toEqual([200, id, 'failed', undefined]);
  });
});

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
    world.app.outputs.read = async () => undefined;
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

  test('that it does not declare is one of its notebook', async () => {
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

  test('a job that has several notebooks is asked for one of them', async () => {
    const { status, body } = await refused('', { scenarios: [nightlyReport] });
    expect([status, body.code, body.tasks]).toEqual([400, 'taskNeeded', ['extract', 'clean', 'enrich', 'report']]);
    const world = createWorld({ scenarios: [nightlyReport] });
    expect((await world.rows('?task=report&p.day=2026-02-01')).body.rows).toHaveLength(2);
    expect((await world.table('?task=extract&p.day=2026-02-01')).body.rows).toEqual([{ files: 42 }]);
    expect((await world.table('?p.day=2026-02-01')).body.code).toBe('taskNeeded');
    expect(world.starts()).toBe(1);
  });

  test('a task that the job has not is refused', async () => {
    const { status, body } = await refused('?task=nothing', { scenarios: [nightlyReport] });
    expect([status, body.code]).toEqual([404, 'taskUnknown']);
    expect(body.detail).toContain('report');
  });

  test('a job that is not there is told from one that can not be read right now', async () => {
    expect(await refused('', {}, '999')).toMatchObject({ status: 404, body: { code: 'databricksNotFound' } });
    const intercept = onRoute('jobs/get', answers(503, { 'retry-after': '7' }));
    const reply = await refused('', { intercept });
    expect(reply).toMatchObject({
      status: 503,
      headers: { 'retry-after': '7' },
      body: { code: 'databricksUnavailable' },
    });
    expect((await reply.again()).status).toBe(202);
  });
});

test('the rows of an alias wait for as long as its catalog says, and fail on what it says', async () => {
  const impatient = new Map(catalog).set('slow', { job: '101', timeoutSeconds: 10, failOn: ['failed'] });
  const world = createWorld({
    scenarios: [{ ...salesTable, programs: { '/Demo/Sales table': { pace: { runningMs: 60_000 }, run: () => [] } } }],
    catalog: impatient,
  });
  const { body } = await world.rows('', 'slow');
  expect(body).toMatchObject({ outcome: 'timedOut', rows: [] });
});
