import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { giantIds } from '../../local/workspace/scenarios/giant-ids';
import { queued } from '../../local/workspace/scenarios/queued';
import { quickSuccess } from '../../local/workspace/scenarios/quick-success';
import { salesTable } from '../../local/workspace/scenarios/sales-table';
import type { CatalogEntry } from '../../src/contract/jobs/catalog';
import { type Body, runWorld, type WorldOptions } from '../support/run-world';
import { FACTORY, signedIn } from '../support/signed-in';
import { answers, onRoute } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const catalog = new Map<string, CatalogEntry>([['sales', { job: '101' }]]);
const createWorld = (options: Partial<WorldOptions> = {}) =>
  runWorld({ clock, scenarios: [salesTable, failingNotebook, quickSuccess], catalog, ...options });
type World = ReturnType<typeof createWorld>;

async function pages(world: World, path: string): Promise<Body[][]> {
  const all: Body[][] = [];
  for (let token = ''; ; ) {
    const { status, body } = await world.get(`${path}${token}`);
    expect(status).toBe(200);
    all.push(body.runs);
    if (body.nextPageToken === null) return all;
    token = `&pageToken=${encodeURIComponent(body.nextPageToken)}`;
  }
}

test('the runs of a job are listed, also those that this app has not started', async () => {
  const world = createWorld();
  const own = await world.ended(await world.start({ job: 'sales' }));
  await world.app.workspaces.find('default')?.databricks.runNow({ job_id: '101' });
  await world.ended(await world.start({ job: '103' }));
  await world.seconds(60);
  for (const job of ['sales', '101', 'Sales%20table']) {
    const { status, body } = await world.get(`jobs/${job}/runs`);
    expect([status, body.job, body.nextPageToken]).toEqual([200, { id: '101' }, null]);
    expect(body.runs).toHaveLength(2);
    expect(body.runs[1]).toEqual({
      id: own.run.id,
      name: 'Sales table',
      status: 'ended',
      outcome: 'succeeded',
      message: null,
      trigger: 'ONE_TIME',
      creator: 'demo@example.com',
      startedAt: own.submittedAt,
      endedAt: expect.stringMatching(/^2026-01-01T00:00:/),
      queueSeconds: 0,
      durationSeconds: expect.any(Number),
      pageUrl: own.run.pageUrl,
    });
    const [first] = body.runs;
    expect(Date.parse(body.runs[1].endedAt) - Date.parse(body.runs[1].startedAt)).toBe(
      body.runs[1].durationSeconds * 1000,
    );
    expect(first.outcome).toBe('succeeded');
  }
  const { body } = await world.get('jobs/103/runs');
  expect(body.runs[0]).toMatchObject({ outcome: 'failed', message: expect.stringContaining('Workload failed') });
});

test('one that goes on has no end, and one that waits says why', async () => {
  const world = createWorld({ scenarios: [queued] });
  for (let count = 0; count < 2; count++) await world.start({ job: world.jobId });
  await world.seconds(20);
  const { runs } = (await world.get(`jobs/${world.jobId}/runs`)).body;
  expect(runs).toMatchObject([
    { status: 'queued', outcome: null, message: expect.stringContaining('Queued'), endedAt: null },
    { status: 'running', outcome: null, endedAt: null, durationSeconds: null },
  ]);
  await world.seconds(300);
  const [second] = (await world.get(`jobs/${world.jobId}/runs`)).body.runs;
  expect(second.queueSeconds).toBeGreaterThan(40);
});

test('the list is narrowed by state and time', async () => {
  const world = createWorld();
  const before = clock.now();
  await world.ended(await world.start({ job: '101' }));
  await world.seconds(3600);
  await world.start({ job: '101' });
  await world.seconds(1); // its orchestration gets to it
  const count = async (query: string) => (await world.get(`jobs/101/runs?${query}`)).body.runs.length;
  expect(await count('state=active')).toBe(1);
  expect(await count('state=completed')).toBe(1);
  expect(await count('state=all')).toBe(2);
  expect(await count('from=2026-01-01T00:30:00Z')).toBe(1);
  expect(await count(`from=${before}&to=${before + 60_000}`)).toBe(1);
  expect(await count('to=2025-12-31')).toBe(0);
});

test('it comes in pages, and nothing is lost or doubled while runs are added', async () => {
  const world = createWorld();
  const databricks = world.app.workspaces.find('default')?.databricks;
  for (let count = 0; count < 60; count++) await databricks?.runNow({ job_id: '101' });
  const found: string[] = [];
  for (let token = ''; ; ) {
    const { body } = await world.get(`jobs/101/runs?limit=25${token}`);
    found.push(...body.runs.map(({ id }: Body) => id));
    if (body.nextPageToken === null) break;
    await databricks?.runNow({ job_id: '101' });
    token = `&pageToken=${encodeURIComponent(body.nextPageToken)}`;
  }
  expect([found.length, new Set(found).size]).toEqual([60, 60]);
});

test('ids that no number can hold keep all of their digits', async () => {
  const world = createWorld({ scenarios: [giantIds] });
  const own = await world.ended(await world.start({ job: world.jobId }));
  const { body } = await world.get(`jobs/${world.jobId}/runs`);
  expect(body).toMatchObject({ job: { id: world.jobId }, runs: [{ id: own.run.id }] });
  for (const id of [body.job.id, body.runs[0].id]) expect(BigInt(id)).toBeGreaterThan(2n ** 53n);
});

test('it comes in pages where Databricks gives fewer than asked for, or none for now', async () => {
  const run = (run_id: number) => ({ run_id, state: { life_cycle_state: 'RUNNING' } });
  const scant = [
    { runs: [run(3), run(2)], next_page_token: 't1', has_more: true },
    { next_page_token: 't2' },
    { runs: [run(1)] },
  ];
  const world = createWorld({ intercept: async () => ({ status: 200, body: JSON.stringify(scant.shift()) }) });
  const found = await pages(world, 'jobs/101/runs?limit=25');
  expect(found.map((page) => page.map(({ id }) => id))).toEqual([['3', '2'], [], ['1']]);
  expect(world.requests.map(({ query }) => query)).toEqual([
    'job_id=101&limit=25',
    'job_id=101&limit=25&page_token=t1',
    'job_id=101&limit=25&page_token=t2',
  ]);
});

test.each([
  [answers(503, { 'retry-after': '9' }), 503, 'databricksUnavailable'],
  [answers(403), 502, 'databricksRefused'],
])('what Databricks has against it is told: %#', async (trouble, status, code) => {
  const reply = await createWorld({ intercept: onRoute('runs/list', trouble) }).get('jobs/101/runs');
  expect([reply.status, reply.body.code]).toEqual([status, code]);
});

test('the runs of a job are for those whose job it is', async () => {
  const world = createWorld({ callerAuth: 'entra', callers: new Map([[FACTORY, { jobs: ['101'] }]]) });
  expect((await world.get('jobs/101/runs', signedIn())).status).toBe(200);
  for (const job of ['103', 'Sales%20table']) {
    const { status, body } = await world.get(`jobs/${job}/runs`, signedIn());
    expect([status, body.code]).toEqual([404, 'jobUnknown']);
  }
});
