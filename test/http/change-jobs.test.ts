import { giantIds } from '../../local/workspace/scenarios/giant-ids';
import { salesTable } from '../../local/workspace/scenarios/sales-table';
import { slow } from '../../local/workspace/scenarios/slow';
import type { CatalogEntry } from '../../src/contract/jobs/catalog';
import { type Body, runWorld, type WorldOptions } from '../support/run-world';
import { FACTORY, signedIn } from '../support/signed-in';
import { answerLost, answers, onRoute } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const catalog = new Map<string, CatalogEntry>([
  ['sales', { job: '101' }],
  ['sales-again', { job: '101' }],
]);
const createWorld = (options: Partial<WorldOptions> = {}) =>
  runWorld({ clock, scenarios: [salesTable, slow], catalog, ...options });
type World = ReturnType<typeof createWorld>;

const TASK = { task_key: 'main', notebook_task: { notebook_path: '/Demo/Sales table' } };
const NEW_JOB = {
  name: 'Made by a caller',
  tasks: [TASK],
  parameters: [{ name: 'region', default: 'ALL' }],
  timeout_seconds: 600,
  max_concurrent_runs: 3,
  schedule: { quartz_cron_expression: '0 0 6 * * ?', timezone_id: 'Europe/Madrid', pause_status: 'PAUSED' },
  job_clusters: [{ job_cluster_key: 'main', new_cluster: { num_workers: 1 } }],
  tags: { team: 'sales' },
};

const namesIn = ({ workspace }: World) => workspace.jobs().map(({ name }) => name);
const patch = (world: World, job: string, body: unknown, headers = {}) =>
  world.send('PATCH', `jobs/${job}`, { body, headers });
const remove = (world: World, job: string, headers = {}) => world.send('DELETE', `jobs/${job}`, { headers });
const told = ({ status, body }: { status: number; body: Body }) => [status, body?.code];

describe('POST /jobs', () => {
  test.each([[{}], [{ name: 'Empty', tasks: [] }]])(
    'creates a job without what Databricks does not ask for: %j',
    async (body) => {
      expect(told(await createWorld().post('jobs', body))).toEqual([201, undefined]);
    },
  );

  test('creates a job from what Databricks takes, and says where it is', async () => {
    const world = createWorld();
    const { status, headers, body } = await world.post('jobs', NEW_JOB);
    expect([status, body]).toEqual([201, { id: expect.stringMatching(/^\d+$/) }]);
    expect(headers.location).toBe(`https://runner.example/api/jobs/${body.id}`);
    expect((await world.get(`jobs/${body.id}`)).body).toEqual({
      id: body.id,
      name: 'Made by a caller',
      parameters: [{ name: 'region', default: 'ALL' }],
      tasks: [{ key: 'main', kind: 'notebook_task' }],
      timeoutSeconds: 600,
      maxConcurrentRuns: 3,
      queue: true,
      schedule: { cron: '0 0 6 * * ?', timezone: 'Europe/Madrid', paused: true },
      catalog: null,
    });
    expect(JSON.parse(String(world.requests[0]?.body))).toEqual(NEW_JOB); // verbatim
    const run = await world.ended(await world.start({ job: body.id }));
    expect(run.outcome).toBe('succeeded');
  });

  test('keeps all digits of ids, in both directions', async () => {
    const world = createWorld({
      intercept: async () => ({ status: 200, body: '{"job_id":9007199254740993}' }),
    });
    const { body } = await world.send('POST', 'jobs', {
      body: '{"name":"a","tasks":[{"task_key":"b","run_job_task":{"job_id":9007199254740995}}]}',
      headers: { 'content-type': 'application/json' },
    });
    expect(body).toEqual({ id: '9007199254740993' });
    expect(String(world.requests[0]?.body)).toMatch(/"job_id":"?9007199254740995"?/);
  });

  test('does not say that there is none where nobody knows', async () => {
    const world = createWorld({ intercept: onRoute('jobs/create', answerLost) });
    const reply = await world.post('jobs', NEW_JOB);
    expect(told(reply)).toEqual([504, 'changeUnconfirmed']);
    expect(reply.headers['retry-after']).toBeUndefined(); // or a caller would try again by itself
    expect(reply.body.detail).toContain('GET /api/jobs?name=');
    expect(namesIn(world)).toContain('Made by a caller');
  });

  test.each([
    [answers(429), [503, 'databricksUnavailable']],
    [answers(403), [502, 'databricksRefused']],
  ])('tells what Databricks has against it: %#', async (trouble, expected) => {
    const world = createWorld({ intercept: onRoute('jobs/create', trouble) });
    expect(told(await world.post('jobs', NEW_JOB))).toEqual(expected);
  });

  test('quotes no secret that stands in the configuration of a cluster', async () => {
    const world = createWorld({
      intercept: async ({ body }) => ({
        status: 400,
        body: JSON.stringify({ error_code: 'MALFORMED_REQUEST', message: `Cannot read ${body}` }),
      }),
    });
    const secret = 'Quite-Secret-1';
    const new_cluster = { num_workers: 1, spark_env_vars: { DB_WORD: secret }, spark_conf: { 'a.b': secret } };
    const reply = await world.post('jobs', { name: 'a', tasks: [{ ...TASK, new_cluster }] });
    expect(told(reply)).toEqual([502, 'databricksRefused']);
    expect(reply.text).toContain('Cannot read');
    expect(reply.text).not.toContain(secret);
  });
});

describe('PATCH /jobs/{job}', () => {
  test('changes what it names, and leaves the rest', async () => {
    const world = createWorld();
    const { id } = (await world.post('jobs', NEW_JOB)).body;
    const change = { job_id: Number(id), new_settings: { name: 'Renamed' }, fields_to_remove: ['schedule'] };
    const { status, body } = await patch(world, id, change);
    expect([status, body]).toEqual([200, { id }]);
    expect((await world.get(`jobs/${id}`)).body).toMatchObject({
      name: 'Renamed',
      schedule: null,
      timeoutSeconds: 600,
    });
  });

  test('finds a job by its alias, and one whose id a number can not hold', async () => {
    const world = createWorld({ scenarios: [salesTable, giantIds] });
    expect(told(await patch(world, 'sales', { new_settings: { name: 'New sales' } }))).toEqual([200, undefined]);
    expect(told(await patch(world, world.jobId, { new_settings: { name: 'New giant' } }))).toEqual([200, undefined]);
    expect(namesIn(world)).toEqual(expect.arrayContaining(['New sales', 'New giant']));
  });

  test('refuses what is about another job, or about nothing', async () => {
    const world = createWorld();
    expect(told(await patch(world, '101', { job_id: 102, new_settings: {} }))).toEqual([400, 'requestInvalid']);
    expect(told(await patch(world, '999', { new_settings: { name: 'x' } }))).toEqual([404, 'databricksNotFound']);
  });
});

describe('DELETE /jobs/{job}', () => {
  test('deletes it, once', async () => {
    const world = createWorld();
    const { status, text } = await remove(world, world.jobId);
    expect([status, text]).toEqual([204, '']);
    expect(namesIn(world)).toEqual(['Sales table']);
    expect(told(await remove(world, world.jobId))).toEqual([404, 'databricksNotFound']);
  });

  test('refuses what the catalog has an alias for, and names all of them', async () => {
    const world = createWorld();
    for (const job of ['101', 'sales']) {
      const reply = await remove(world, job);
      expect(told(reply)).toEqual([409, 'jobInCatalog']);
      expect(reply.body.detail).toContain('(sales, sales-again)');
    }
    expect(namesIn(world)).toContain('Sales table');
    expect(world.asked()).toEqual([]);
  });
});

describe('a name', () => {
  test('does not do for a change: it may have passed to another job', async () => {
    const world = createWorld();
    expect(told(await patch(world, 'Slow', { new_settings: { name: 'x' } }))).toEqual([400, 'jobInvalid']);
    expect(told(await remove(world, 'Slow'))).toEqual([400, 'jobInvalid']);
    expect(world.asked()).toEqual([]);
  });
});

describe('who may', () => {
  const ways: [string, (world: World, headers?: Record<string, string>) => ReturnType<World['post']>][] = [
    ['create', (world, headers) => world.post('jobs', NEW_JOB, headers)],
    ['update', (world, headers) => patch(world, world.jobId, { new_settings: { name: 'x' } }, headers)],
    ['delete', (world, headers) => remove(world, world.jobId, headers)],
  ];

  test.each(ways)('nobody can %s unless the settings allow it', async (_, ask) => {
    for (const allowedChanges of [[], ['clusters']] as const) {
      const world = createWorld({ allowedChanges });
      const reply = await ask(world);
      expect(told(reply)).toEqual([403, 'changeNotAllowed']);
      expect(reply.body.detail).toContain('ALLOW_CHANGES');
      expect(world.requests).toEqual([]);
    }
  });

  test.each(ways)('who has some jobs can %s none of the others', async (_, ask) => {
    const callers = new Map([[FACTORY, { jobs: ['101'] }]]);
    const world = createWorld({ callerAuth: 'entra', callers });
    expect(told(await ask(world, signedIn()))).toEqual([403, 'jobNotAllowed']);
    expect(world.requests).toEqual([]);
  });

  test('who has some jobs can change these', async () => {
    const jobs = [createWorld().jobId];
    const world = createWorld({ callerAuth: 'entra', callers: new Map([[FACTORY, { jobs }]]) });
    expect(told(await patch(world, world.jobId, { new_settings: { name: 'Mine' } }, signedIn()))).toEqual([
      200,
      undefined,
    ]);
    expect((await remove(world, world.jobId, signedIn())).status).toBe(204);
  });

  test('does not learn of aliases that are of others', async () => {
    const callers = new Map([[FACTORY, { jobs: ['101', 'sales'] }]]);
    const world = createWorld({
      callerAuth: 'entra',
      callers,
      catalog: new Map([...catalog, ['secret-alias', { job: '101' }]]),
    });
    const limited = new Map([[FACTORY, { jobs: ['101'] }]]);
    expect((await remove(world, '101', signedIn())).body.detail).toContain('sales');
    const other = createWorld({ callerAuth: 'entra', callers: limited });
    expect(told(await remove(other, '101', signedIn()))).toEqual([409, 'jobInCatalog']);
  });
});

test('who has changed what stands in the log, and nothing that was refused', async () => {
  const world = createWorld({ callerAuth: 'entra' });
  const { id } = (await world.post('jobs', NEW_JOB, signedIn())).body;
  await patch(world, id, { new_settings: { name: 'Renamed' } }, signedIn());
  await patch(world, '999', { new_settings: {} }, signedIn());
  await remove(world, 'sales', signedIn());
  await remove(world, id, signedIn());
  await world.post('clusters/0102-090000-adhoc002/start', undefined, signedIn());
  await world.post('clusters/0102-090000-adhoc002/start', undefined, signedIn());
  await world.post('clusters/0101-080000-shared01/terminate', undefined, signedIn());
  const logged = (change: string, id: string) => ({
    event: 'databricksChanged',
    level: 'information',
    correlationId: 'the-request',
    change,
    id,
    workspace: 'default',
    caller: FACTORY,
  });
  expect(world.events).toEqual([
    logged('jobCreated', id),
    logged('jobUpdated', id),
    logged('jobDeleted', id),
    logged('clusterStarted', '0102-090000-adhoc002'),
    logged('clusterTerminated', '0101-080000-shared01'),
  ]);
});
