import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../local/workspace/simulated-workspace';
import { eventually } from '../support/eventually';
import { type HostProcess, startHostProcess, temporaryFolder } from '../support/host-process';
import type { Body } from '../support/run-world';

/** What is set takes effect in the built app: the other tests of it set up an app of their own. */
const SECRET = Buffer.alloc(32, 3);
const data = temporaryFolder();
let workspace: SimulatedWorkspace;
let host: HostProcess;
let linkOfVersionOne = '';

const heard: { headers: IncomingHttpHeaders; body: string }[] = [];
const receiver = createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  heard.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
  response.writeHead(204).end();
});
const receiverUrl = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/ended`;

const startHost = (env: Record<string, string>) =>
  startHostProcess(join(__dirname, '../..'), data.path, {
    env: {
      DATABRICKS_HOST: workspace.url,
      DATABRICKS_AUTH_TYPE: 'pat',
      DATABRICKS_TOKEN: workspace.token,
      ...env,
    },
  });
const post = async (body: unknown, query = '') => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${host.url}/api/runs${query}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as Body };
};

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  workspace = await startSimulatedWorkspace({ port: 0, speed: 20, seed: 1, log: () => {} });
  host = await startHost({});
  linkOfVersionOne = (await post({ job: 101 })).body.statusPath;
  expect((await fetch(`${host.url}${linkOfVersionOne}`)).status).toBeLessThan(300);
  await host.stop();
  host = await startHost({
    CALLBACK_HOSTS: 'hooks.example.com',
    CALLBACK_SECRET: `whsec_${SECRET.toString('base64')}`,
    LINK_KEY_VERSION: '3',
    LOG_LEVEL: 'error',
    MAX_WAITING_REQUESTS: '0',
    DEFAULT_TIMEOUT_SECONDS: '10',
  });
}, 60_000);
afterAll(async () => {
  await host.stop();
  await workspace.stop();
  await new Promise((resolve) => receiver.close(resolve));
  await data.remove();
});

test('a receiver is told of the end, with the signature of the secret that is set', async () => {
  const { body } = await post({ job: 101, callbackUri: receiverUrl() });
  await eventually(() => expect(heard).toHaveLength(1), 20_000);
  const [{ headers = {}, body: told = '' } = {}] = heard;
  expect(JSON.parse(told)).toMatchObject({ id: body.id, outcome: 'succeeded', endedWell: true });
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${told}`;
  const signature = createHmac('sha256', SECRET).update(signed).digest('base64');
  expect(headers['webhook-signature']).toBe(`v1,${signature}`);
});

test('only the hosts that are set are called back', async () => {
  const refused = await post({ job: 101, callBackUri: 'https://x.datafactory.azure.com/x' });
  expect(refused).toMatchObject({ status: 400, body: { detail: expect.stringContaining('allows hooks.example.com') } });
});

test('nobody waits where no request may', async () => {
  expect((await post({ job: 101 }, '?wait=60')).status).toBe(202);
});

test('a run is stopped after the time that is set', async () => {
  const slow = workspace.addJob('slow')?.job_id;
  const { body } = await post({ job: slow });
  await eventually(async () => {
    const run = await (await fetch(`${host.url}/api/runs/${body.id}?onFailure=200`)).json();
    expect(run).toMatchObject({ outcome: 'timedOut', code: 'timeoutReached' });
  }, 30_000);
});

test('a link of two versions ago opens nothing', async () => {
  expect((await fetch(`${host.url}${linkOfVersionOne}`)).status).toBe(404);
});

test('what matters less than the level is not logged', () => {
  expect(host.output()).not.toContain('requestAnswered');
});
