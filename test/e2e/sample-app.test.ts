import { join } from 'node:path';
import { type HostProcess, startHostProcess, temporaryFolder } from '../support/host-process';

/**
 * The sample app through the eyes of a caller: all it knows is a base URL. With E2E_URL it asks whatever host runs the
 * app there, with the function key E2E_KEY if it asks for one; without, it starts the embedded one.
 */
let baseUrl = process.env.E2E_URL?.replace(/\/$/, '') ?? '';
let host: HostProcess | undefined;
const data = temporaryFolder();

beforeAll(async () => {
  if (baseUrl) {
    const answer = await fetch(`${baseUrl}/api/ping`).catch(() => undefined);
    if (answer?.headers.get('x-sample') === 'yes') return;
    throw new Error(`At ${baseUrl} there is no sample app. Start it: npm start -- --app test/fixtures/sample-app`);
  }
  host = await startHostProcess(join(__dirname, '../fixtures/sample-app'), data.path);
  baseUrl = host.url;
});
afterAll(async () => {
  await host?.stop();
  await data.remove();
});

interface Started {
  id: string;
  statusQueryGetUri: string;
  sendEventPostUri: string;
  terminatePostUri: string;
  suspendPostUri: string;
  resumePostUri: string;
  restartPostUri: string;
  purgeHistoryDeleteUri: string;
}

async function start(name: string, input: unknown): Promise<Started> {
  const key = process.env.E2E_KEY;
  const response = await fetch(`${baseUrl}/api/start/${name}`, {
    method: 'POST',
    body: JSON.stringify(input),
    ...(key && { headers: { 'x-functions-key': key } }),
  });
  expect(response.status).toBe(202);
  const started = (await response.json()) as Started;
  expect(response.headers.get('location')).toBe(started.statusQueryGetUri);
  return started;
}

interface Status {
  runtimeStatus: string;
  customStatus: unknown;
  output: unknown;
}

const look = async (url: string) => (await (await fetch(url)).json()) as Status;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(url: string, isSo: (status: Status) => boolean): Promise<Status> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await pause(100)) {
    const status = await look(url);
    if (isSo(status)) return status;
  }
  throw new Error(`still ${JSON.stringify(await look(url))}`);
}

const ended = ({ runtimeStatus }: Status) => /Completed|Failed|Terminated/.test(runtimeStatus);
const outcome = async ({ statusQueryGetUri }: Started) => {
  const { runtimeStatus, output } = await until(statusQueryGetUri, ended);
  return { runtimeStatus, output };
};
const post = (url: string, body?: unknown) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

test('a monitor polls until the job has ended, over a continue-as-new', async () => {
  const run = await start('monitor', { polls: 4 });
  await until(run.statusQueryGetUri, ({ customStatus }) => (customStatus as { poll?: number })?.poll === 1);
  const running = await fetch(run.statusQueryGetUri);
  expect(running.status).toBe(202);
  expect(running.headers.get('location')).toContain(run.id);
  expect(await outcome(run)).toEqual({ runtimeStatus: 'Completed', output: { polls: 4 } });
});

test('a parent gets the answer of its child', async () => {
  const run = await start('parent', null);
  const { output } = await outcome(run);
  expect(output).toEqual({ child: { greeting: 'Hello Ada', parent: run.id }, mine: run.id });
});

test('a fan-out comes together again', async () => {
  const run = await start('fanOut', [1, 2, 3, 4, 5]);
  expect(await outcome(run)).toEqual({ runtimeStatus: 'Completed', output: 55 });
});

test('an event decides', async () => {
  const run = await start('approval', { seconds: 300 });
  const raised = await post(run.sendEventPostUri.replace('{eventName}', 'decision'), { by: 'Grace' });
  expect(raised.status).toBe(202);
  expect(await outcome(run)).toEqual({ runtimeStatus: 'Completed', output: { decided: true, by: 'Grace' } });
});

test('a timer decides when no event comes', async () => {
  const run = await start('approval', { seconds: 1 });
  expect(await outcome(run)).toEqual({ runtimeStatus: 'Completed', output: { decided: false } });
});

test('a failed activity is tried again', async () => {
  const run = await start('retried', null);
  expect(await outcome(run)).toEqual({ runtimeStatus: 'Completed', output: 'second time' });
});

test('a failure is told as one, and as a server error to those who ask for it', async () => {
  const run = await start('failing', { message: 'no cluster' });
  const { runtimeStatus, output } = await outcome(run);
  expect(runtimeStatus).toBe('Failed');
  expect(output).toMatch(/^Orchestrator function 'failing' failed: Activity function 'fail' failed: {2}no cluster/);
  expect((await fetch(run.statusQueryGetUri)).status).toBe(200);
  expect((await fetch(`${run.statusQueryGetUri}&returnInternalServerErrorOnFailure=true`)).status).toBe(500);
});

test('an orchestration can be suspended, resumed, terminated, restarted and purged', async () => {
  const run = await start('approval', { seconds: 300 });
  await until(run.statusQueryGetUri, ({ runtimeStatus }) => runtimeStatus === 'Running');
  expect((await post(run.suspendPostUri.replace('{text}', 'lunch'))).status).toBe(202);
  await until(run.statusQueryGetUri, ({ runtimeStatus }) => runtimeStatus === 'Suspended');
  expect((await post(run.resumePostUri.replace('{text}', 'back'))).status).toBe(202);
  await until(run.statusQueryGetUri, ({ runtimeStatus }) => runtimeStatus === 'Running');
  expect((await post(run.terminatePostUri.replace('{text}', 'enough'))).status).toBe(202);
  expect(await outcome(run)).toEqual({ runtimeStatus: 'Terminated', output: 'enough' });
  expect((await post(run.terminatePostUri.replace('{text}', 'again'))).status).toBe(410);

  const again = (await (await post(run.restartPostUri)).json()) as Started;
  expect(again.id).not.toBe(run.id);
  await post(again.terminatePostUri.replace('{text}', 'enough'));
  await outcome(again);

  const purged = await fetch(run.purgeHistoryDeleteUri, { method: 'DELETE' });
  expect(await purged.json()).toEqual({ instancesDeleted: 1 });
  expect((await fetch(run.statusQueryGetUri)).status).toBe(404);
});

test('plain functions answer beside it', async () => {
  const answer = await fetch(`${baseUrl}/api/ping/Ada?a=1`);
  expect(answer.headers.get('x-sample')).toBe('yes');
  expect(await answer.json()).toEqual({ pong: 'Ada', query: { a: '1' } });
  expect((await fetch(`${baseUrl}/api/ping`, { method: 'DELETE' })).status).toBe(404);
  expect((await fetch(`${baseUrl}/api/nothing`)).status).toBe(404);
});
