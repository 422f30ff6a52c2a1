import { join } from 'node:path';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../local/workspace/simulated-workspace';
import { type FreshClone, freshClone } from '../local/fresh-clone';
import { eventually } from '../support/eventually';
import { type HostProcess, startHostProcess, temporaryFolder } from '../support/host-process';
import { onlyWhere } from '../support/only-where';
import { type Asking, askApp, type Body, type Reply } from './ask-app';

/**
 * This app through the eyes of a caller: all it knows is a base URL. With E2E_URL it asks whatever host runs the app there,
 * with the function key E2E_KEY if it asks for one; without, it starts the embedded one with a simulated workspace. E2E_JOB
 * names a job that ends well and has an output; without, it is that of the simulated workspace.
 */
const { E2E_URL, E2E_KEY, E2E_JOB } = process.env;
const isOwnHost = !E2E_URL;
const job = E2E_JOB || 'sales';
const isSampleJob = job === 'sales';
const PATIENCE_MS = isSampleJob ? 30_000 : 30 * 60_000;
jest.setTimeout(PATIENCE_MS);
/** Hosts start and end in them, which takes a second each, and many times that on a busy machine. */
const HOOK_PATIENCE_MS = 90_000;

let baseUrl = E2E_URL?.replace(/\/$/, '') ?? '';
let workspace: SimulatedWorkspace | undefined;
let host: HostProcess | undefined;
const data = temporaryFolder();
const clones = isOwnHost ? [freshClone(), freshClone({ 'local.settings.json': 'local.settings.sample.json' })] : [];
let shown: ReturnType<typeof showMainJob> | undefined;

/** Both at once, and beside all the other tests: mostly they wait. Not while the host of these tests starts. */
function showMainJob() {
  const run = async (clone: FreshClone | undefined, args: string[], env: Record<string, string> = {}) => {
    const started = clone?.start('local/main.js', ['--once', '--port', '0', ...args], env);
    return { code: await started?.ended, output: started?.output() ?? '' };
  };
  // A way to sign in that belongs to another workspace must not stand in the way.
  const elsewhere = { DATABRICKS_TOKEN: 'dapi-of-another', DATABRICKS_AUTH_TYPE: 'azure-cli' };
  return { good: run(clones[0], [], elsewhere), bad: run(clones[1], ['--job', '103']) };
}

beforeAll(async () => {
  if (isOwnHost) {
    workspace = await startSimulatedWorkspace({ port: 0, speed: 20, seed: 1, log: () => {} });
    const { url, token } = workspace;
    const signIn = { DATABRICKS_AUTH_TYPE: 'pat', DATABRICKS_TOKEN: token, DATABRICKS_TOKEN_SECRET: '' };
    const rest = { AzureWebJobsStorage: '', PUBLIC_BASE_URL: '', STANDARD_URLS: 'true', JOBS_FILE: '' };
    const env = { DATABRICKS_HOST: url, ...signIn, ...rest };
    host = await startHostProcess(join(__dirname, '../..'), data.path, { env });
    baseUrl = host.url;
    shown = showMainJob();
  }
  const answer = await ask('GET', '/api/runs?limit=1').catch(() => undefined);
  if (answer?.status === 401) throw new Error(`${baseUrl} asks for a key: set E2E_KEY to its function key.`);
  if (answer?.status !== 200) throw new Error(`At ${baseUrl} this app does not answer. Start it: npm start`);
  if (!isSampleJob) return;
  const names = await Promise.all([job, '103'].map(async (each) => (await ask('GET', `/api/jobs/${each}`)).body?.name));
  if (names.join() === 'Sales table,Failing notebook') return;
  throw new Error(
    `Behind ${baseUrl} there is no fresh simulated workspace. Set E2E_JOB to a job that may be run there.`,
  );
}, HOOK_PATIENCE_MS);
afterAll(async () => {
  await host?.stop();
  await workspace?.stop();
  await Promise.all([shown?.good, shown?.bad]);
  await Promise.all([data, ...clones].map((folder) => folder.remove()));
}, HOOK_PATIENCE_MS);

const ask = (method: string, path: string, options: Asking = {}) =>
  askApp(baseUrl, method, path, { key: E2E_KEY, ...options });

const NO_KEY = { key: '' };
const request = { job, ...(isSampleJob && { runNow: { job_parameters: { region: 'NORTE', days: '2' } } }) };
const start = (options: Asking = {}) => ask('POST', '/api/runs', { body: request, ...options });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks again while the answer is 202, as it says when. */
async function settled(path: string, options?: Asking): Promise<Reply> {
  for (;;) {
    const reply = await ask('GET', path, options);
    if (reply.status !== 202) return reply;
    await pause(Number(reply.headers.get('retry-after')) * 1000);
  }
}

/** One run that several tests look at. */
let ended: Promise<Body> | undefined;
function endedRun(): Promise<Body> {
  ended ??= start().then(async ({ body }) => (await settled(`/api/runs/${body.id}?wait=60`)).body);
  return ended;
}

test('a run is followed by its Location to its end, without a key', async () => {
  const started = await start();
  expect(started.status).toBe(202);
  expect(started.body).toMatchObject({ outcome: null, joined: false });
  const location = started.headers.get('location') ?? '';
  expect(new URL(location).pathname).toBe(started.body.statusPath);
  const { status, body } = await settled(location, NO_KEY);
  expect({ status, body }).toMatchObject({ status: 200, body: { id: started.body.id, outcome: 'succeeded' } });
});

test('a caller that can wait gets the end in one request', async () => {
  const { status, body } = await ask('POST', '/api/runs?wait=200', { body: request });
  if (isSampleJob) expect(status).toBe(200);
  expect(body).toMatchObject(status === 202 ? { outcome: null } : { status: 'ended', outcome: 'succeeded' });
});

test('the output comes as JSON and as CSV', async () => {
  const { id } = await endedRun();
  const json = await ask('GET', `/api/runs/${id}/output`);
  expect(json.status).toBe(200);
  if (!isSampleJob) return;
  expect(json.body).toHaveLength(6);
  expect(json.body[0]).toMatchObject({ date: '2026-01-01', region: 'NORTE', product: 'Coffee' });
  const csv = await ask('GET', `/api/runs/${id}/output?format=csv`);
  expect(csv.headers.get('content-type')).toMatch(/^text\/csv/);
  const [head, first, ...rest] = csv.text.trim().split(/\r?\n/);
  expect(head).toBe('date,region,product,units,revenue');
  expect(first).toMatch(/^2026-01-01,NORTE,Coffee,\d+,[\d.]+$/);
  expect(rest).toHaveLength(5);
});

test('links open a run and its output to whoever has them, and nothing else is open where keys are asked for', async () => {
  const { id, statusPath, outputPath } = await endedRun();
  expect((await ask('GET', statusPath, NO_KEY)).body).toMatchObject({ id, outcome: 'succeeded' });
  expect((await ask('GET', outputPath, NO_KEY)).text).toBe((await ask('GET', `/api/runs/${id}/output`)).text);
  expect((await ask('GET', `${statusPath.slice(0, -2)}xx`, NO_KEY)).status).toBe(404);
  if (E2E_KEY) expect((await ask('GET', `/api/runs/${id}`, NO_KEY)).status).toBe(401);
});

test('the same key leads to the same run, and another request with it is refused', async () => {
  const headers = { 'idempotency-key': `e2e-${Date.now()}-${Math.random()}` };
  const [one, other] = await Promise.all([start({ headers }), start({ headers })]);
  expect(other.body.id).toBe(one.body.id);
  expect((await start({ headers })).body).toMatchObject({ id: one.body.id, joined: true });
  const another = await start({ headers, body: { ...request, timeoutSeconds: 3600 } });
  expect([another.status, another.body.code]).toEqual([422, 'idempotencyKeyReused']);
});

test('a run that is cancelled ends as Databricks says', async () => {
  const slow = workspace?.addJob('slow')?.job_id;
  const { body } = await start(slow ? { body: { job: slow } } : {});
  const cancelled = await ask('POST', `/api/runs/${body.id}/cancel`);
  expect([200, 202]).toContain(cancelled.status);
  if (cancelled.status === 202) expect(cancelled.headers.get('location')).toMatch(/\?onFailure=200$/);
  const end = await settled(cancelled.headers.get('location') ?? cancelled.body.statusPath);
  expect(slow ? ['canceled'] : ['canceled', 'succeeded']).toContain(end.body.outcome); // a short job may be faster
  expect((await ask('GET', `/api/runs/${body.id}`)).status).toBe(end.body.outcome === 'canceled' ? 424 : 200);
});

onlyWhere(isSampleJob, 'E2E_JOB names a job, so the workspace is not the simulated one', () => {
  test('a failed run says why, as a problem or beside a 200', async () => {
    const { body } = await start({ body: { job: '103' } });
    const failed = await settled(`/api/runs/${body.id}?wait=60`);
    expect(failed.status).toBe(424);
    expect(failed.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(failed.body).toMatchObject({ code: 'runFailed', run: { outcome: 'failed' } });
    expect(failed.body.detail).toContain("NameError: name 'datframe' is not defined");
    const kind = await ask('GET', `/api/runs/${body.id}?onFailure=200`);
    expect(kind).toMatchObject({ status: 200, body: { outcome: 'failed' } });
  });
});

test('requests for the table of a job meet in one run', async () => {
  const path = `/api/jobs/${encodeURIComponent(job)}/table?${isSampleJob ? 'p.region=SUR&p.days=1&' : ''}`;
  const table = (more: string) => settled(`${path}wait=60${more}`);
  const [one, other] = await Promise.all([table('&freshFor=0'), table('&freshFor=0')]);
  expect(one.status).toBe(200);
  expect(other.body).toEqual(one.body);
  expect((await table('')).body.id).toBe(one.body.id);
  if (!isSampleJob) return;
  expect(one.body.rows).toHaveLength(3);
  expect((await table('&format=csv')).text.trim().split(/\r?\n/)).toHaveLength(4);
});

test('the list has the runs, newest first', async () => {
  const { id } = await endedRun();
  await eventually(async () => {
    const { runs } = (await ask('GET', '/api/runs?limit=100')).body;
    expect(runs.find((run: Body) => run.id === id)).toMatchObject({ outcome: 'succeeded' });
    const times = runs.map((run: Body) => run.submittedAt);
    expect(times).toEqual([...times].sort().reverse());
  });
});

test('the standard addresses of Durable Functions tell of the run', async () => {
  const { body } = await start();
  if (!isOwnHost && !body.statusQueryGetUri) return; // a setting leaves them out
  expect(body.statusQueryGetUri).toContain(body.id);
  const reply = await ask('GET', body.statusQueryGetUri, NO_KEY);
  expect([200, 202]).toContain(reply.status);
  expect(reply.body).toMatchObject({ name: 'runJob', instanceId: body.id });
});

test('what is wrong with a request is said, and nothing is started', async () => {
  const wrong = await start({ body: { ...request, retries: 3 } });
  expect([wrong.status, wrong.body.code]).toEqual([400, 'requestInvalid']);
  expect((await ask('GET', '/api/runs/nothing-of-ours')).body).toMatchObject({ status: 404, code: 'runUnknown' });
});

test('the app says that it is there, and what can be asked', async () => {
  expect((await ask('GET', '/api/health', NO_KEY)).body).toEqual({ status: 'ok' });
  expect((await ask('GET', '/api/openapi.json')).body.paths).toHaveProperty(['/runs']);
});

onlyWhere(isOwnHost, 'with E2E_URL the app runs elsewhere', () => {
  describe('npm start -- --once', () => {
    const NOTHING = { code: undefined, output: '' };

    test('shows the rows of a run in a fresh clone, and ends with 0', async () => {
      const { code, output } = (await shown?.good) ?? NOTHING;
      expect(output).toMatch(/^Ready: http:\/\/127\.0\.0\.1:\d+\nA sample run: POST \/api\/runs \{"job":"sales",/m);
      expect(output).toMatch(/\n {2}running, \d+ s, 0 of 1 tasks done\n/);
      expect(output).toMatch(/\nIt ended after \d+ s: succeeded\.\n {2}date +region +product +units +revenue\n {2}---/);
      expect(output.match(/^ {2}2026-01-0[12] {2}NORTE {3}(Coffee|Tea|Cocoa) +\d+ +[\d.]+$/gm)).toHaveLength(6);
      expect(output).not.toContain('GET /api/links/');
      expect(output).toMatch(/\nStopped\.\n$/);
      expect(code).toBe(0);
    });

    test('says why a run failed, with the settings of the sample, and ends with 1', async () => {
      const { code, output } = (await shown?.bad) ?? NOTHING;
      expect(output).toMatch(
        /\nIt did not end well after \d+ s: Task main: NameError: name 'datframe' is not defined\./,
      );
      expect(code).toBe(1);
    });
  });
});
