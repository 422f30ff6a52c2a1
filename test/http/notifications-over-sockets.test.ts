import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../local/workspace/simulated-workspace';
import { eventually } from '../support/eventually';
import { type HostProcess, startHostProcess, temporaryFolder } from '../support/host-process';
import { request } from '../support/request';

/** The built app on the embedded host, told by a workspace of what happens in it. */
const ROOT = join(__dirname, '../..');
const SCRIPT = join(ROOT, 'infra/scripts/register-notifications.ts');
const NOTIFICATION_PASSWORD = 'made-up-and-long-enough';
const data = temporaryFolder();
let workspace: SimulatedWorkspace;
let host: HostProcess;

beforeAll(async () => {
  workspace = await startSimulatedWorkspace({ port: 0, speed: 10, seed: 1, log: () => {} });
  const env = { DATABRICKS_HOST: workspace.url, DATABRICKS_AUTH_TYPE: 'pat', DATABRICKS_TOKEN: workspace.token };
  host = await startHostProcess(ROOT, data.path, { env: { ...env, NOTIFICATION_PASSWORD } });
});
afterAll(async () => {
  await host.stop();
  await workspace.stop();
  await data.remove();
});

async function ask(method: string, path: string, body?: object) {
  const options = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await request(method, new URL(host.url).port, path, options ?? {});
  return { ...answer, body: answer.body === '' ? undefined : JSON.parse(answer.body) };
}

const looks = () => workspace.requests.find({ route: 'GET jobs/runs/get' }).length;

test('once the script has registered it, the end of a run is known at once, and not an hour later', async () => {
  const job = workspace.addJob('plain-text')?.job_id ?? '';
  const env = { DATABRICKS_HOST: workspace.url, DATABRICKS_TOKEN: workspace.token, NOTIFICATION_PASSWORD };
  const args = [SCRIPT, '--app', host.url, '--job', job, '--strict'];
  await promisify(execFile)(process.execPath, args, { env });

  const started = await ask('POST', '/api/runs', { job, pollSeconds: 3600 });
  expect(started.status).toBe(202);
  await eventually(async () => {
    const { body } = await ask('GET', `/api/runs/${started.body.id}`);
    expect(body.outcome).toBe('succeeded');
  }, 15_000);
  expect(looks()).toBeLessThanOrEqual(4); // after the start and after the end, and once for each output of those
  for (const secret of [NOTIFICATION_PASSWORD, Buffer.from(`databricks:${NOTIFICATION_PASSWORD}`).toString('base64')])
    expect(host.output()).not.toContain(secret);
});

test('who does not know the password is refused, in the way that a client with one understands', async () => {
  const answer = await ask('POST', '/api/notifications/databricks', { run: { run_id: '1' } });
  expect(answer.status).toBe(401);
  expect(answer.headers['www-authenticate']).toMatch(/^Basic /);
});
