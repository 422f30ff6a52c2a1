import { everyScenario } from '../../local/workspace/scenarios/every-scenario';
import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { giantIds } from '../../local/workspace/scenarios/giant-ids';
import { pipeline, salesPipeline } from '../../local/workspace/scenarios/pipeline';
import { plainText } from '../../local/workspace/scenarios/plain-text';
import { salesTable } from '../../local/workspace/scenarios/sales-table';
import { slow } from '../../local/workspace/scenarios/slow';
import type { CatalogEntry } from '../../src/contract/jobs/catalog';
import { type Body, runWorld, type WorldOptions } from '../support/run-world';
import { answers, onRoute } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const catalog = new Map<string, CatalogEntry>([
  [
    'sales',
    { job: '101', about: 'Sales by day', allowedParameters: ['region'], columns: [{ name: 'region', type: 'text' }] },
  ],
]);
const createWorld = (options: Partial<WorldOptions> = {}) =>
  runWorld({ clock, scenarios: [salesTable, slow, failingNotebook], catalog, ...options });

describe('GET /runs', () => {
  /** One run every ten minutes, beginning at midnight: of an alias, of an id, of a name, and one that fails. */
  async function fourRuns() {
    const world = createWorld();
    const ids: string[] = [];
    for (const job of ['sales', '101', 'Slow', '103']) {
      ids.push(await world.start({ job }));
      await world.seconds(600);
    }
    const list = async (query = '') => {
      const { status, body } = await world.get(`runs${query}`);
      expect(status).toBe(200);
      return { ...body, places: body.runs.map(({ id }: Body) => ids.indexOf(id)) };
    };
    return { world, ids, list };
  }

  test('shows the newest first, with what a list is for', async () => {
    const { list, ids, world } = await fourRuns();
    const { runs, places, nextPageToken } = await list();
    expect([places, nextPageToken]).toEqual([[3, 2, 1, 0], null]);
    expect(runs[3]).toEqual({
      id: ids[0],
      kind: 'job',
      outcome: 'succeeded',
      submittedAt: '2026-01-01T00:00:00.000Z',
      endedAt: expect.stringMatching(/^2026-01-01T00:00:/),
      job: { id: '101', name: 'Sales table', workspace: 'default', askedFor: 'sales' },
      run: { id: expect.stringMatching(/^\d+$/), pageUrl: expect.stringMatching(/^https:/) },
    });
    expect(runs[1]).toMatchObject({ outcome: null, endedAt: null, job: { askedFor: runs[1].job.id } }); // not its name
    expect(runs[0]).toMatchObject({ outcome: 'failed', code: 'runFailed', message: expect.any(String) });
    expect(world.asked().filter((line) => line.startsWith('GET list'))).toHaveLength(1); // of the start by name
  });

  const NARROWED: [query: string, places: number[]][] = [
    ['?job=sales', [0]],
    ['?job=101', [1, 0]],
    ['?job=Sales%20table', [1, 0]],
    ['?job=Slow', [2]],
    ['?job=none', []],
    ['?outcome=succeeded', [1, 0]],
    ['?outcome=failed', [3]],
    ['?outcome=none', [2]],
    ['?outcome=partial', []],
    ['?from=2026-01-01T00:10:00Z', [3, 2, 1]],
    ['?from=2026-01-01T00:10:00', [3, 2, 1]],
    ['?from=2026-01-01T00:10:00.001Z', [3, 2]],
    ['?to=2026-01-01T00:10:00Z', [0]],
    ['?from=2026-01-01T01:10:00%2B01:00&to=2026-01-01T01:20:00%2B01:00', [1]],
    ['?from=2026-01-01T01:10:00+01:00&to=2025-12-31T23:20:00-01:00', [1]],
    ['?from=2026-01-01', [3, 2, 1, 0]],
    ['?to=2026-01-01', []],
    ['?from=2027-01-01&to=2026-01-01', []],
    ['?job=101&outcome=succeeded&to=2026-01-01T00:05:00Z', [0]],
  ];

  test('is narrowed by job, outcome and time', async () => {
    const { list } = await fourRuns();
    for (const [query, expected] of NARROWED) expect([query, (await list(query)).places]).toEqual([query, expected]);
  });

  test('tells runs of jobs from other kinds, and names their pipelines', async () => {
    const world = createWorld({ scenarios: [salesTable, pipeline] });
    const { pipelineId } = salesPipeline;
    await world.start({ job: '101' });
    const update = await world.start({ pipeline: { pipeline_id: pipelineId } });
    await world.ended(update);
    const found = async (query: string) => (await world.get(`runs?${query}`)).body.runs;
    expect(await found('kind=pipeline')).toMatchObject([
      { id: update, kind: 'pipeline', job: { askedFor: pipelineId } },
    ]);
    expect(await found(`job=${pipelineId}`)).toMatchObject([{ id: update }]);
    expect(await found('kind=job')).toMatchObject([{ kind: 'job', job: { askedFor: '101' } }]);
    expect(await found('kind=sql')).toEqual([]);
    const { status, body } = await world.get('runs?kind=tasks');
    expect([status, body.errors[0].field]).toEqual([400, 'kind']);
  });

  test('comes in pages, each of which leads to the next', async () => {
    const { list } = await fourRuns();
    const seen: number[] = [];
    let token = '';
    for (let page = 0; page < 10; page++) {
      const { places, nextPageToken } = await list(`?limit=2${token}`);
      seen.push(...places);
      if (nextPageToken === null) break;
      expect(places).toHaveLength(2);
      token = `&pageToken=${encodeURIComponent(nextPageToken)}`;
    }
    expect(seen).toEqual([3, 2, 1, 0]);
  });

  test('refuses a token that was changed', async () => {
    const { list, world } = await fourRuns();
    const { nextPageToken } = await list('?limit=1');
    for (const token of [nextPageToken.slice(1), `${nextPageToken}A`, nextPageToken.toLowerCase(), '-']) {
      const { status, body } = await world.get(`runs?limit=1&pageToken=${encodeURIComponent(token)}`);
      expect([status, body.code, body.errors[0].field]).toEqual([400, 'queryInvalid', 'pageToken']);
    }
  });
});

describe('GET /jobs', () => {
  test('shows the aliases, and the jobs with ids as text', async () => {
    const world = createWorld({ scenarios: [salesTable, giantIds] });
    const { status, body } = await world.get('jobs');
    expect(status).toBe(200);
    expect(body.aliases).toEqual([{ alias: 'sales', job: '101', about: 'Sales by day' }]);
    expect(body.jobs).toContainEqual({ id: '101', name: 'Sales table' });
    expect(body.jobs.map(({ id }: Body) => id).sort()).toEqual(
      world.workspace
        .jobs()
        .map(({ jobId }) => String(jobId))
        .sort(),
    );
    expect(body.nextPageToken).toBeNull();
  });

  test('comes in pages, and the aliases on the first one only', async () => {
    const world = createWorld({ scenarios: everyScenario });
    const seen: string[] = [];
    let token = '';
    for (let page = 0; page < 20; page++) {
      const { body } = await world.get(`jobs?limit=5${token}`);
      expect('aliases' in body).toBe(page === 0);
      seen.push(...body.jobs.map(({ id }: Body) => id));
      if (body.nextPageToken === null) break;
      token = `&pageToken=${encodeURIComponent(body.nextPageToken)}`;
    }
    expect(seen.sort()).toEqual(
      world.workspace
        .jobs()
        .map(({ jobId }) => String(jobId))
        .sort(),
    );
  });

  test('loses nothing where Databricks gives fewer than asked for, or none for now', async () => {
    const job = (job_id: number) => ({ job_id, settings: { name: `Job ${job_id}` } });
    const scant = [
      { jobs: [job(3), job(2)], next_page_token: 't1', has_more: true },
      { next_page_token: 't2', has_more: true },
      { jobs: [], next_page_token: 't3' },
      { jobs: [job(1)] },
    ];
    const world = createWorld({ intercept: async () => ({ status: 200, body: JSON.stringify(scant.shift()) }) });
    const seen: string[] = [];
    for (let token = ''; ; ) {
      const { status, body } = await world.get(`jobs?limit=5${token}`);
      expect(status).toBe(200);
      seen.push(...body.jobs.map(({ id }: Body) => id));
      if (body.nextPageToken === null) break;
      token = `&pageToken=${encodeURIComponent(body.nextPageToken)}`;
    }
    expect(seen).toEqual(['3', '2', '1']);
    expect(scant).toEqual([]);
  });

  test('is narrowed by name', async () => {
    const world = createWorld();
    expect((await world.get('jobs?name=Slow')).body.jobs).toEqual([{ id: expect.any(String), name: 'Slow' }]);
    expect((await world.get('jobs?name=none')).body.jobs).toEqual([]);
  });

  test('refuses a token that Databricks does not know', async () => {
    const world = createWorld();
    const { status, body } = await world.get('jobs?pageToken=nonsense');
    expect([status, body.code]).toEqual([400, 'queryInvalid']);
  });

  test.each([
    [answers(503, { 'retry-after': '9' }), 503, 'databricksUnavailable', '9'],
    [answers(403), 502, 'databricksRefused', undefined],
  ])('tells what Databricks has against it: %#', async (trouble, status, code, wait) => {
    const world = createWorld({ intercept: onRoute('jobs/list', trouble) });
    const { headers, body, ...reply } = await world.get('jobs');
    expect([reply.status, body.code, headers['retry-after']]).toEqual([status, code, wait]);
  });
});

describe('GET /jobs/{job}', () => {
  test.each(['jobs', 'jobs/101', 'jobs/sales', 'jobs/sales/table', 'jobs/101/table'])(
    'asks the workspace that is named, and refuses one that there is not: %s',
    async (path) => {
      const world = createWorld();
      for (const name of ['default', 'adb-1.2']) {
        expect((await world.get(`${path}?workspace=${name}`)).status).toBeLessThan(300);
      }
      const refused = await world.get(`${path}?workspace=nonsense`);
      expect(refused).toMatchObject({ status: 400, body: { code: 'queryInvalid' } });
      expect(refused.body.detail).toContain('default');
    },
  );

  test('shows what is needed to run it', async () => {
    const world = createWorld();
    const { status, body } = await world.get('jobs/101');
    expect(status).toBe(200);
    expect(body).toEqual({
      id: '101',
      name: 'Sales table',
      parameters: [
        { name: 'region', default: 'ALL' },
        { name: 'from', default: '2026-01-01' },
        { name: 'days', default: '3' },
      ],
      tasks: [{ key: 'sales', kind: 'notebook_task' }],
      timeoutSeconds: null,
      maxConcurrentRuns: 10,
      queue: true,
      schedule: null,
      catalog: null,
    });
  });

  test('shows what the catalog says, too', async () => {
    const world = createWorld();
    const { body } = await world.get('jobs/sales');
    expect(body.id).toBe('101');
    expect(body.catalog).toEqual({
      alias: 'sales',
      about: 'Sales by day',
      defaults: {},
      allowedParameters: ['region'],
      columns: [{ name: 'region', type: 'text' }],
    });
  });

  test('finds it by its name', async () => {
    const world = createWorld({ scenarios: [plainText] });
    expect((await world.get('jobs/Plain%20text')).body).toMatchObject({ id: world.jobId, name: 'Plain text' });
  });

  test.each([
    ['999', 404, 'databricksNotFound'],
    ['none', 404, 'jobUnknown'],
    ['-', 404, 'jobUnknown'],
  ])('tells that there is none: %s', async (job, status, code) => {
    for (const notFound of ['old400', 'new404'] as const) {
      const { body, ...reply } = await createWorld({ notFound }).get(`jobs/${job}`);
      expect([reply.status, body.code]).toEqual([status, code]);
    }
  });
});
