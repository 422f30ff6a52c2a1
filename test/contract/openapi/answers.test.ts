import { failingNotebook } from '../../../local/workspace/scenarios/failing-notebook';
import { hugeOutput } from '../../../local/workspace/scenarios/huge-output';
import { noOutput } from '../../../local/workspace/scenarios/no-output';
import { plainText } from '../../../local/workspace/scenarios/plain-text';
import { salesTable } from '../../../local/workspace/scenarios/sales-table';
import { DEMO_WAREHOUSE } from '../../../local/workspace/scenarios/statements';
import { ROUTE_ROLES } from '../../../src/contract/callers/route-roles';
import type { CatalogEntry } from '../../../src/contract/jobs/catalog';
import { openApiDocument } from '../../../src/contract/openapi/document';
import { StorageUnavailable } from '../../../src/contract/storage-unavailable';
import { ask } from '../../support/in-memory-host';
import { oneWorkspace } from '../../support/one-workspace';
import { conformanceTo, operations } from '../../support/openapi/conformance';
import { type Reply, runWorld, type WorldOptions } from '../../support/run-world';
import { REPORTS, signedIn } from '../../support/signed-in';
import { answers, onRoute } from '../../support/trouble';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

const document = openApiDocument('/api');
const { complaints, unseen } = conformanceTo(document);

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const catalog = new Map<string, CatalogEntry>([
  ['sales', { job: '101', about: 'Sales', defaults: { job_parameters: { days: '1' } } }],
  ['numbers', { job: '101', columns: [{ name: 'region', type: 'number' }] }],
]);

/** Below a job: clients that are filled in with it. */
const READY_MADE = ['/power-query', '/data-factory'];

/** A world in which every answer is held to the document. */
function strictWorld(options: Omit<WorldOptions, 'clock'> = {}) {
  const scenarios = [salesTable, failingNotebook, hugeOutput, noOutput, plainText];
  const world = runWorld({ clock, scenarios, catalog, ...options });
  const named = new Map(world.workspace.jobs().map(({ jobId, name }) => [name, String(jobId)]));
  const held = async (method: string, path: string, options: Parameters<typeof world.send>[2] = {}): Promise<Reply> => {
    const reply = await world.send(method, path, options);
    expect(complaints(method, path, reply)).toEqual([]);
    return reply;
  };
  return {
    ...world,
    jobOf: (name: string) => named.get(name) ?? '',
    send: held,
    get: async (path: string, headers: Record<string, string> = {}) => held('GET', path, { headers }),
    post: async (path: string, body?: unknown, headers: Record<string, string> = {}) =>
      held('POST', path, { headers, ...(body !== undefined && { body }) }),
    /** While time passes, as the answer waits for it. */
    async inTime(replying: Promise<Reply>): Promise<Reply> {
      await clock.advance(60_000);
      return replying;
    },
  };
}

const status = ({ status, body }: Reply) => [status, body?.code];

test('of a run that ends well', async () => {
  const world = strictWorld();
  const start = await world.post('runs', { job: 'sales' }, { 'idempotency-key': 'once' });
  expect(start.status).toBe(202);
  const { id } = start.body;
  expect((await world.post('runs', { job: 'sales' }, { 'idempotency-key': 'once' })).body.joined).toBe(true);
  expect((await world.get(`runs/${id}`)).status).toBe(202);
  expect((await world.get(`runs/${id}/output`)).status).toBe(202);
  expect((await world.get(`runs/${id}/explain`)).status).toBe(200);
  expect((await world.post(`runs/${id}/cancel`)).status).toBe(202);
  expect((await world.inTime(world.post('runs?wait=60', { job_id: 101 }))).status).toBe(200);
  const other = await world.start({ job: 'sales' });
  const link = (await world.get(`runs/${other}`)).body.statusPath.replace('/api/', '');
  expect((await world.get(link)).status).toBe(202);
  await world.ended(other);
  const shown = await world.get(`runs/${other}`);
  expect(shown.body).toMatchObject({ outcome: 'succeeded', output: expect.any(Array) });
  expect((await world.post(`runs/${other}/cancel`)).status).toBe(200);
  expect((await world.get(link)).status).toBe(200);
  const output = shown.body.outputPath.replace('/api/', '');
  for (const path of [output, `runs/${other}/output`]) {
    for (const query of ['', '?format=csv', '?format=ndjson', '?view=raw']) {
      expect((await world.get(`${path}${query}`)).status).toBe(200);
    }
  }
});

test('of runs that do not end well', async () => {
  const world = strictWorld();
  const job = world.jobOf('Failing notebook');
  const waited = await world.inTime(world.post('runs?wait=60', { job }));
  expect(status(waited)).toEqual([424, 'runFailed']);
  const { id, statusPath } = waited.body.run;
  const link = statusPath.replace('/api/', '');
  for (const path of [`runs/${id}`, `runs/${id}/output`, link]) {
    expect(status(await world.get(path))).toEqual([424, 'runFailed']);
    expect((await world.get(`${path}?onFailure=200`)).body).toMatchObject({ outcome: 'failed' });
  }
  const rejected = await world.start({ job: '999' });
  await world.ended(rejected);
  expect(status(await world.get(`runs/${rejected}`))).toEqual([424, 'jobNotFound']);
});

test('of a cancel that Databricks refuses', async () => {
  const world = strictWorld({ intercept: onRoute('runs/cancel', answers(403)) });
  const id = await world.start({ job: 'sales' });
  await world.seconds(1);
  await ask(world.host.management, 'POST', `/runtime/webhooks/durabletask/instances/${id}/terminate`);
  await world.seconds(5);
  expect(status(await world.post(`runs/${id}/cancel`))).toEqual([502, 'databricksRefused']);
});

test('of the lists', async () => {
  const world = strictWorld();
  await world.ended(await world.start({ job: world.jobOf('Failing notebook') }));
  await world.start({ job: 'sales' });
  expect((await world.get('runs')).body.runs).toHaveLength(2);
  const first = await world.get('runs?limit=1');
  expect((await world.get(`runs?limit=1&pageToken=${first.body.nextPageToken}`)).body.runs).toHaveLength(1);
  expect(status(await world.get('runs?outcome=good'))).toEqual([400, 'queryInvalid']);
  const jobs = await world.get('jobs?limit=1');
  expect(jobs.body.aliases).toHaveLength(2);
  expect((await world.get(`jobs?pageToken=${jobs.body.nextPageToken}`)).status).toBe(200);
  expect(status(await world.get('jobs?limit=0'))).toEqual([400, 'queryInvalid']);
  expect((await world.get('jobs/sales')).body.catalog).not.toBeNull();
  expect((await world.get(`jobs/${world.jobOf('No output')}`)).body.catalog).toBeNull();
  for (const more of ['', ...READY_MADE]) {
    expect(status(await world.get(`jobs/0${more}`))).toEqual([400, 'jobInvalid']);
    expect(status(await world.get(`jobs/nobody${more}`))).toEqual([404, 'jobUnknown']);
    expect(status(await world.get(`jobs/999${more}`))).toEqual([404, 'databricksNotFound']);
  }
  for (const more of READY_MADE) expect((await world.get(`jobs/sales${more}`)).status).toBe(200);
});

/** What is wrong with any body. */
const WRONG_BODIES: [body: unknown, headers: Record<string, string>, status: unknown[]][] = [
  [{ name: 5 }, {}, [400, 'requestInvalid']],
  ['x'.repeat(300_000), {}, [413, 'bodyTooLarge']],
  ['a=1', { 'content-type': 'text/plain' }, [415, 'bodyNotJson']],
];
const TASKS = [{ task_key: 'main', notebook_task: { notebook_path: '/x' } }];

test('of jobs that are changed', async () => {
  const world = strictWorld();
  const { status: created, body } = await world.post('jobs', { name: 'New', tasks: TASKS });
  expect(created).toBe(201);
  const path = `jobs/${body.id}`;
  expect((await world.send('PATCH', path, { body: { new_settings: { name: 'Old' } } })).status).toBe(200);
  expect((await world.get(`${path}/runs`)).body.runs).toEqual([]);
  await world.ended(await world.start({ job: body.id }));
  expect((await world.get(`${path}/runs`)).body.runs).toHaveLength(1);
  expect((await world.send('DELETE', path)).status).toBe(204);
  expect(status(await world.send('DELETE', path))).toEqual([404, 'databricksNotFound']);
  expect(status(await world.send('DELETE', 'jobs/sales'))).toEqual([409, 'jobInCatalog']);
  for (const [body, headers, expected] of WRONG_BODIES) {
    expect(status(await world.send('POST', 'jobs', { body, headers }))).toEqual(expected);
    expect(status(await world.send('PATCH', 'jobs/sales', { body, headers }))).toEqual(expected);
  }
  expect(status(await world.send('DELETE', 'jobs/New'))).toEqual([400, 'jobInvalid']);
  expect(status(await world.send('DELETE', 'jobs/sales?now=1'))).toEqual([400, 'queryInvalid']);
  world.workspace.createJob(plainText, 'Twins');
  world.workspace.createJob(plainText, 'Twins');
  expect(status(await world.get('jobs/Twins/runs'))).toEqual([409, 'jobAmbiguous']);
  expect(status(await world.get('jobs/0/runs'))).toEqual([400, 'jobInvalid']);
  expect(status(await world.get('jobs/nobody/runs'))).toEqual([404, 'jobUnknown']);
  const unsure = strictWorld({ intercept: onRoute('jobs/create', answers(500)) });
  expect(status(await unsure.post('jobs', { name: 'New', tasks: TASKS }))).toEqual([504, 'changeUnconfirmed']);
});

test('of clusters', async () => {
  const world = strictWorld();
  const [, stopped, shared] = (await world.get('clusters')).body.clusters.map(({ id }: { id: string }) => id);
  expect(status(await world.get('clusters?limit=0'))).toEqual([400, 'queryInvalid']);
  const path = `clusters/${shared}`;
  for (const each of [path, `${path}/events`]) {
    expect((await world.get(each)).status).toBe(200);
    expect(status(await world.get(`${each}?now=1`))).toEqual([400, 'queryInvalid']);
  }
  expect((await world.post(`${path}/events`, {})).status).toBe(200);
  for (const [body, headers, expected] of WRONG_BODIES.slice(1)) {
    expect(status(await world.post(`${path}/events`, body, headers))).toEqual(expected);
  }
  expect(status(await world.post(`${path}/events`, { order: 1 }))).toEqual([400, 'requestInvalid']);
  expect((await world.post(`clusters/${stopped}/start`)).status).toBe(202);
  expect((await world.post(`${path}/start`)).status).toBe(200);
  expect((await world.post(`${path}/terminate`)).status).toBe(202);
  expect(status(await world.post(`${path}/start`))).toEqual([409, 'clusterEnding']);
  for (const action of ['start', 'terminate']) {
    expect(status(await world.post(`clusters/-/${action}`))).toEqual([400, 'clusterInvalid']);
  }
});

/** What asks Databricks and nobody else. */
const ASKS_DATABRICKS: [method: string, path: string, body?: unknown][] = [
  ['GET', 'jobs/101/runs'],
  ['POST', 'jobs', { name: 'New', tasks: TASKS }],
  ['PATCH', 'jobs/101', { new_settings: {} }],
  ['DELETE', 'jobs/102'],
  ['GET', 'clusters'],
  ['GET', 'clusters/a'],
  ['POST', 'clusters/a/start'],
  ['POST', 'clusters/a/terminate'],
  ['GET', 'clusters/a/events'],
  ['POST', 'clusters/a/events', {}],
];

test.each([
  [404, [404, 'databricksNotFound']],
  [401, [502, 'databricksRefused']],
  [429, [503, 'databricksUnavailable']],
  [undefined, [500, 'internal']],
])('of questions that Databricks answers with %s', async (given, expected) => {
  const world = strictWorld({ ...(given !== undefined && { intercept: (_request, pass) => answers(given)(pass) }) });
  if (given === undefined) Object.assign(world.app, { workspaces: undefined });
  for (const [method, path, body] of ASKS_DATABRICKS) {
    const reply = await world.send(method, path, body === undefined ? {} : { body });
    expect([method, path, ...status(reply)]).toEqual([method, path, ...expected]);
  }
});

test('of requests that are not right', async () => {
  const world = strictWorld();
  world.workspace.createJob(plainText, 'Twins');
  world.workspace.createJob(plainText, 'Twins');
  const start = (body: unknown, headers = {}, query = '') => world.post(`runs${query}`, body, headers);
  expect(status(await start({ job: 'sales', more: 1 }))).toEqual([400, 'requestInvalid']);
  expect(status(await start({ job: 'sales' }, {}, '?wait=999'))).toEqual([400, 'queryInvalid']);
  expect(status(await start({ job: 'sales' }, { 'idempotency-key': 'a b' }))).toEqual([400, 'idempotencyKeyInvalid']);
  expect(status(await start('   '))).toEqual([400, 'bodyMissing']);
  expect(status(await start('{"job":'))).toEqual([400, 'bodyNotJson']);
  expect(status(await start('{"job":1,"job":2}'))).toEqual([400, 'duplicateField']);
  expect(status(await start('{"__proto__":2}'))).toEqual([400, 'fieldNotAllowed']);
  expect(status(await start(`${'['.repeat(200)}${']'.repeat(200)}`))).toEqual([400, 'bodyTooDeep']);
  expect(status(await start(`{"job":"${'x'.repeat(300_000)}"}`))).toEqual([413, 'bodyTooLarge']);
  expect(status(await start('job=1', { 'content-type': 'text/plain' }))).toEqual([415, 'bodyNotJson']);
  expect(status(await start({ job: 'sales' }, { 'content-encoding': 'gzip' }))).toEqual([415, 'bodyEncoded']);
  expect(status(await start({ job: 'nobody' }))).toEqual([404, 'jobUnknown']);
  expect(status(await start({ job: 'Twins' }))).toEqual([409, 'jobAmbiguous']);
  for (const more of ['', ...READY_MADE]) {
    expect(status(await world.get(`jobs/Twins${more}`))).toEqual([409, 'jobAmbiguous']);
  }
  await start({ job: 'sales' }, { 'idempotency-key': 'once' });
  expect(status(await start({ job: '101' }, { 'idempotency-key': 'once' }))).toEqual([422, 'idempotencyKeyReused']);
  for (const path of ['runs/nobody', 'runs/nobody/output', 'runs/nobody/explain']) {
    expect(status(await world.get(path))).toEqual([404, 'runUnknown']);
    expect(status(await world.get(`${path}?wait=x`))).toEqual([400, 'queryInvalid']);
  }
  expect(status(await world.post('runs/nobody/cancel'))).toEqual([404, 'runUnknown']);
  expect(status(await world.post('runs/nobody/cancel?now=1'))).toEqual([400, 'queryInvalid']);
  expect(status(await world.get('links/forged'))).toEqual([404, 'linkUnknown']);
});

test('of the rows of a statement', async () => {
  const world = strictWorld();
  const rows = Array.from({ length: 20 }, () => ['x'.repeat(1_000_000)]);
  const columns = [{ name: 'x', type: 'STRING' }];
  world.workspace.addQuery('SELECT large', { run: () => ({ columns, rows, rowsAChunk: 10 }) });
  const id = await world.start({ sql: { warehouse_id: DEMO_WAREHOUSE, statement: 'SELECT large' } });
  const link = (await world.ended(id)).outputPath.replace('/api/', '');
  for (const path of [`runs/${id}/output`, link]) {
    expect(status(await world.get(path))).toEqual([400, 'chunkNeeded']);
    expect(status(await world.get(`${path}?chunk=2`))).toEqual([404, 'chunkUnknown']);
    expect((await world.get(`${path}?chunk=1`)).headers['x-output-chunks']).toBe('2');
  }
});

test('of outputs that can not be had, or not so', async () => {
  const world = strictWorld();
  const outputOf = async (job: string) => {
    const id = await world.start({ job });
    const { outputPath } = await world.ended(id);
    return { id, link: outputPath?.replace('/api/', '') as string };
  };
  const { id: numbers, link } = await outputOf('numbers');
  expect(status(await world.get(`runs/${numbers}/output?task=other`))).toEqual([404, 'taskUnknown']);
  expect(status(await world.get(`${link}?format=csv`))).toEqual([422, 'outputNotTabular']);
  expect(status(await world.get(`${link}?format=xml`))).toEqual([400, 'queryInvalid']);
  expect(status(await world.get(`runs/${numbers}/output?format=csv`))).toEqual([422, 'outputNotTabular']);
  const { id: huge } = await outputOf(world.jobOf('Huge output'));
  expect((await world.get(`runs/${huge}/output`)).headers['x-output-truncated']).toBe('true');
  expect(status(await world.get(`runs/${huge}/output?format=csv`))).toEqual([424, 'outputTruncated']);
  const { id: several } = await outputOf(world.jobOf('No output'));
  expect(status(await world.get(`runs/${several}/output?format=csv`))).toEqual([400, 'taskNeeded']);
  const { id: silent } = { id: await world.start({ job: world.jobOf('No output'), runNow: { only: ['silent'] } }) };
  await world.ended(silent);
  expect((await world.get(`runs/${silent}/output`)).status).toBe(204);
  const silentLink = (await world.get(`runs/${silent}`)).body.statusPath.replace('/api/', '');
  const { linkKey } = world.app;
  const { signLink } = require('../../../src/contract/link-token') as typeof import('../../../src/contract/link-token');
  const token = signLink({ runId: silent, scope: 'output', expiresAt: clock.now() }, await linkKey());
  expect((await world.get(`links/${token}`)).status).toBe(204);

  await ask(world.host.management, 'DELETE', `/runtime/webhooks/durabletask/instances/${numbers}`);
  expect((await world.get(`runs/${numbers}`)).body).toMatchObject({ archived: true, outcome: 'succeeded' });
  expect(status(await world.get(`runs/${numbers}/output`))).toEqual([410, 'outputGone']);
  await world.seconds(3 * 86_400);
  expect(status(await world.get(silentLink))).toEqual([410, 'linkExpired']);
});

test('of tables', async () => {
  const world = strictWorld();
  const first = await world.get('jobs/sales/table?p.region=SUR');
  expect(first.body).toMatchObject({ next: { query: { run: first.body.id } } });
  expect((await world.get('jobs/sales/table?mode=peek&p.region=NORTE')).body).toMatchObject({ id: null, rows: [] });
  await world.ended(first.body.id);
  for (const format of ['json', 'csv', 'ndjson']) {
    expect((await world.get(`jobs/sales/table?p.region=SUR&format=${format}`)).status).toBe(200);
  }
  expect(status(await world.get('jobs/sales/table?region=SUR'))).toEqual([400, 'queryInvalid']);
  expect(status(await world.get('jobs/sales/table?p.region=SUR&p.other=1'))).toEqual([400, 'parametersInvalid']);
  expect(status(await world.get('jobs/nobody/table'))).toEqual([404, 'jobUnknown']);
  expect(status(await world.get('jobs/999/table?p.a=1'))).toEqual([404, 'databricksNotFound']);
  expect(status(await world.get('jobs/sales/table?run=run-9999'))).toEqual([404, 'runUnknown']);
  world.workspace.createJob(plainText, 'Twins');
  world.workspace.createJob(plainText, 'Twins');
  expect(status(await world.get('jobs/-/table?name=Twins'))).toEqual([409, 'jobAmbiguous']);
  const waiting = (name: string, query = '') =>
    world.inTime(world.get(`jobs/${world.jobOf(name) || name}/table?wait=50${query}`));
  expect(status(await waiting('numbers'))).toEqual([422, 'outputNotTabular']);
  expect(status(await waiting('Failing notebook'))).toEqual([424, 'runFailed']);
  expect((await waiting('Failing notebook', '&onFailure=200')).body).toMatchObject({ outcome: 'failed' });
  expect(status(await waiting('Huge output'))).toEqual([424, 'outputTruncated']);
  expect(status(await waiting('No output'))).toEqual([400, 'taskNeeded']);

  const { id } = first.body;
  await ask(world.host.management, 'DELETE', `/runtime/webhooks/durabletask/instances/${id}`);
  expect(status(await world.get(`jobs/sales/table?p.region=SUR&run=${id}`))).toEqual([410, 'outputGone']);
});

test.each([
  [404, [404, 'databricksNotFound']],
  [401, [502, 'databricksRefused']],
  [503, [503, 'databricksUnavailable']],
])('of a workspace that answers %d', async (given, expected) => {
  const world = strictWorld({ intercept: (_request, pass) => answers(given)(pass) });
  for (const path of ['jobs', 'jobs/101', 'jobs/101/table?p.a=1', ...READY_MADE.map((more) => `jobs/101${more}`)]) {
    expect(status(await world.get(path))).toEqual(expected);
  }
  const start = await world.post('runs', { job: 'By its name' });
  expect(start.status).toBe(503);
});

test.each([
  ['is unavailable', new StorageUnavailable('gone'), [503, 'storageUnavailable']],
  ['fails', new Error('broken'), [500, 'internal']],
])('of a storage that %s', async (_, error, expected) => {
  const world = strictWorld();
  const link = `links/rzzzzzzz~run~${'A'.repeat(22)}`;
  const broken = () => new Proxy({}, { get: () => () => Promise.reject(error) }) as never;
  Object.assign(world.app, { instances: broken(), runs: broken(), claims: broken() });
  Object.assign(world.app, { workspaces: oneWorkspace(broken()) });
  Object.assign(world.app, { linkKey: () => Promise.reject(error), findJob: () => Promise.reject(error) });
  const readyMade = READY_MADE.map((more) => `jobs/101${more}`);
  for (const path of [
    'runs',
    'runs/one',
    'runs/one/output',
    'runs/one/explain',
    link,
    'jobs',
    'jobs/101',
    'jobs/101/table',
    ...readyMade,
  ]) {
    expect(status(await world.get(path))).toEqual(expected);
  }
  for (const path of ['runs', 'runs/one/cancel']) expect(status(await world.post(path, { job: 1 }))).toEqual(expected);
  expect(status(await world.post('runs/one/repair'))).toEqual(expected);
});

test('of a repair', async () => {
  const world = strictWorld();
  const failed = async () => {
    const { id } = (await world.post('runs', { job: world.jobOf('Failing notebook') })).body;
    await clock.advance(60_000);
    return id;
  };
  const id = await failed();
  const path = `runs/${id}/repair`;
  expect(status(await world.post(path, { rerun_tasks: ['other'] }))).toEqual([400, 'requestInvalid']);
  expect(status(await world.post('runs/nobody/repair'))).toEqual([404, 'runUnknown']);
  expect(status(await world.post(path, 'x'.repeat(300_000)))).toEqual([413, 'bodyTooLarge']);
  expect(status(await world.post(path, 'x', { 'content-type': 'text/plain' }))).toEqual([415, 'bodyNotJson']);
  expect((await world.post(path)).status).toBe(202);
  expect(status(await world.post(path, { rerun_tasks: ['main'] }))).toEqual([409, 'runGoesOn']);
  await clock.advance(60_000);
  const waiting = (query: string) => world.inTime(world.post(`${path}?wait=50${query}`));
  expect(status(await waiting(''))).toEqual([424, 'runFailed']);
  expect((await waiting('&onFailure=200')).body).toMatchObject({ outcome: 'failed' });
});

test.each([
  [403, [502, 'databricksRefused']],
  [503, [503, 'databricksUnavailable']],
])('of a repair in a workspace that answers %d', async (given, expected) => {
  let isBroken = false;
  const world = strictWorld({ intercept: (_request, pass) => (isBroken ? answers(given)(pass) : pass()) });
  const { id } = (await world.post('runs', { job: world.jobOf('Failing notebook') })).body;
  await clock.advance(60_000);
  isBroken = true;
  expect(status(await world.post(`runs/${id}/repair`))).toEqual(expected);
});

test('of the app about itself', async () => {
  const world = strictWorld();
  expect((await world.get('openapi.json')).body.servers[0].url).toBe('https://runner.example/api');
  expect((await world.get('health')).status).toBe(200);
  expect((await world.get('health/details')).status).toBe(200);
  for (const path of ['openapi.json', 'health/details']) {
    expect(status(await world.get(`${path}?more=1`))).toEqual([400, 'queryInvalid']);
  }
  const broken = strictWorld({ intercept: onRoute('list', answers(403)) });
  expect((await broken.get('health/details')).status).toBe(503);
});

test('of notifications', async () => {
  const notifier = { user: 'databricks', password: 'made-up-and-long-enough' };
  const world = strictWorld({ notifier });
  const credentials = Buffer.from(`${notifier.user}:${notifier.password}`).toString('base64');
  const headers = { authorization: `Basic ${credentials}` };
  const tell = (body: unknown, more: object = {}) =>
    world.post('notifications/databricks', body, { ...headers, ...more });
  const right = { event_type: 'jobs.on_start', run: { run_id: '1' } };
  expect((await tell(right)).status).toBe(202);
  expect(status(await world.post('notifications/databricks', right))).toEqual([401, 'notifierUnknown']);
  expect(status(await tell({}))).toEqual([400, 'requestInvalid']);
  expect(status(await tell('x'.repeat(300_000)))).toEqual([413, 'bodyTooLarge']);
  expect(status(await tell('run=1', { 'content-type': 'text/plain' }))).toEqual([415, 'bodyNotJson']);
  world.app.index.find = () => Promise.reject(new StorageUnavailable('gone'));
  expect(status(await tell({ run: { run_id: '2' } }))).toEqual([503, 'storageUnavailable']);
  world.app.index.find = () => Promise.reject(new Error('broken'));
  expect(status(await tell({ run: { run_id: '3' } }))).toEqual([500, 'internal']);
  expect((await strictWorld().post('notifications/databricks', right)).status).toBe(404);
});

describe('of requests by whom they are not for', () => {
  const guarded = operations(document).filter(({ operation }) => ROUTE_ROLES[operation.operationId] !== 'anyone');
  const pathOf = (template: string) => template.slice(1).replace('{job}', 'sales').replace('{id}', 'one');
  const bare = { actions: [], jobs: [] };
  const callers = new Map([[REPORTS, bare]]);

  test.each(guarded)('$method $template', async ({ method, template, operation }) => {
    const world = strictWorld({ callerAuth: 'entra' });
    const ask = (one: typeof world, headers: Record<string, string>) =>
      one.send(method.toUpperCase(), pathOf(template), {
        headers,
        ...(method !== 'get' && { body: { job: 'sales' } }),
      });
    expect(status(await ask(world, {}))).toEqual([401, 'callerUnknown']);
    if (operation.operationId === 'showOpenApi') return;
    expect(status(await ask(world, signedIn({ roles: [] })))).toEqual([403, 'roleMissing']);
    const listed = strictWorld({ callerAuth: 'entra', callers });
    expect(status(await ask(listed, signedIn({ application: REPORTS })))).toEqual([403, 'callerNotAllowed']);
  });

  test('of a job that is not theirs', async () => {
    const world = strictWorld({ callerAuth: 'entra', callers: new Map([[REPORTS, { jobs: ['numbers'] }]]) });
    const headers = signedIn({ application: REPORTS });
    expect(status(await world.post('runs', { job: 'sales' }, headers))).toEqual([403, 'jobNotAllowed']);
    expect(status(await world.get('jobs/sales/table', headers))).toEqual([403, 'jobNotAllowed']);
    expect(status(await world.get('jobs/sales', headers))).toEqual([404, 'jobUnknown']);
  });
});

test('every status in the document has been seen above', () => expect(unseen()).toEqual([]));
