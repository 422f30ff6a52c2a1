import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../local/workspace/simulated-workspace';
import { type HostProcess, runHost, startHostProcess, temporaryFolder } from '../support/host-process';
import { request } from '../support/request';
import { FACTORY, REPORTS, signedIn } from '../support/signed-in';
import { closedPaths } from '../support/ways-in';

/** The built app on the embedded host, which asks for keys as Azure does. These tests play App Service. */
const ROOT = join(__dirname, '../..');
const ENTRA = { CALLER_AUTH: 'entra', WEBSITE_AUTH_ENABLED: 'True' };
const data = temporaryFolder();
const callers = join(data.path, 'callers.json');
let workspace: SimulatedWorkspace;
let host: HostProcess;
let keys: { function: string };

beforeAll(async () => {
  writeFileSync(callers, JSON.stringify({ [FACTORY]: { jobs: ['sales'] }, [REPORTS]: {} }));
  workspace = await startSimulatedWorkspace({ port: 0, speed: 5, seed: 1, log: () => {} });
  const env = { DATABRICKS_HOST: workspace.url, DATABRICKS_AUTH_TYPE: 'pat', DATABRICKS_TOKEN: workspace.token };
  const options = { args: ['--enforce-keys'], env: { ...env, ...ENTRA, CALLERS_FILE: callers } };
  host = await startHostProcess(ROOT, data.path, options);
  keys = JSON.parse(readFileSync(join(data.path, 'keys.json'), 'utf8'));
});
afterAll(async () => {
  await host.stop();
  await workspace.stop();
  await data.remove();
});

async function send(method: string, path: string, headers: Record<string, string> = {}, body?: unknown) {
  const reply = await request(method, new URL(host.url).port, path, {
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? '' : JSON.stringify(body),
  });
  const isJson = /json/.test(String(reply.headers['content-type']));
  return { ...reply, body: isJson ? JSON.parse(reply.body) : undefined };
}

test.each(closedPaths())('the host asks for no key, and the app for a caller: %s %s', async (method, path) => {
  for (const headers of [{}, { 'x-functions-key': keys.function }, { 'x-ms-client-principal': 'e30=' }]) {
    expect(await send(method, path, headers)).toMatchObject({ status: 401, body: { code: 'callerUnknown' } });
  }
  const { status } = await send(method, path, signedIn({ application: REPORTS }));
  expect(status).not.toBe(401);
});

test('the standard routes of the platform still ask for their key', async () => {
  const path = '/runtime/webhooks/durabletask/instances';
  expect((await send('GET', path, signedIn())).status).toBe(401);
});

test('a caller runs its own job, follows it by a link without a token, and finds no other', async () => {
  const factory = signedIn({ application: FACTORY });
  const foreign = await send('POST', '/api/runs', signedIn({ application: REPORTS }), { job: '103' });
  expect(foreign.status).toBe(202);
  const { status, body } = await send('POST', '/api/runs?wait=60', factory, { job: 'sales' });
  expect([status, body.outcome]).toEqual([200, 'succeeded']);
  expect(Object.keys(body).filter((name) => name.endsWith('Uri'))).toEqual([]);
  expect((await send('GET', body.statusPath)).status).toBe(200);
  expect((await send('GET', `/api/runs/${body.id}`)).status).toBe(401);
  expect((await send('GET', `/api/runs/${foreign.body.id}`, factory)).body.code).toBe('runUnknown');
  const list = await send('GET', '/api/runs', factory);
  expect(list.body.runs.map(({ id }: { id: string }) => id)).toEqual([body.id]);
  expect(await send('POST', '/api/runs', factory, { job: '101' })).toMatchObject({ status: 403 });
});

test('health is open to anyone', async () => {
  expect((await send('GET', '/api/health')).status).toBe(200);
});

test('the app does not start where App Service checks nobody, and says what to do', async () => {
  const { code, output } = await runHost(['--app', ROOT, '--data', join(data.path, 'other'), '--port', '0'], {
    DATABRICKS_HOST: workspace.url,
    DATABRICKS_TOKEN: workspace.token,
    CALLER_AUTH: 'entra',
  });
  expect(code).toBe(1);
  expect(output).toContain('CALLER_AUTH must not be entra here: the authentication of App Service is off');
  expect(output).toContain('docs/deploy.md');
});
