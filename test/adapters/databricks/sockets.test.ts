import { once } from 'node:events';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type HttpHandler, type HttpListener, listen } from '../../../local/http';
import { readFaultRule } from '../../../local/workspace/faults/read-fault-rule';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../../local/workspace/simulated-workspace';
import { createDatabricks, type DatabricksOptions } from '../../../src/adapters/databricks/databricks';
import { problemIn, valueIn } from './client';

let workspace: SimulatedWorkspace;
const listeners: HttpListener[] = [];

beforeAll(async () => {
  workspace = await startSimulatedWorkspace({ port: 0, tlsPort: 0, speed: 0, seed: 1, log: () => {} });
});
afterEach(async () => {
  workspace.reset();
  workspace.faults.clear();
  workspace.requests.clear();
  await Promise.all(listeners.splice(0).map((listener) => listener.close()));
});
afterAll(() => workspace.stop());

const clientTo = (host: string, options: Partial<DatabricksOptions> = {}) =>
  createDatabricks({
    host,
    token: async () => ({ ok: true, value: workspace.token }),
    now: Date.now,
    version: '1.2.3',
    ...options,
  });

const withFault = (fault: object, when = 'before', route = '/**') =>
  workspace.faults.add(readFaultRule({ route, when, fault }));

async function serverOf(handler: HttpHandler): Promise<string> {
  const listener = await listen(0, ['127.0.0.1'], handler);
  listeners.push(listener);
  return `http://127.0.0.1:${listener.port}`;
}

/** A port on which nobody listens any more. */
async function closedPort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test('a run goes its way over a real connection', async () => {
  const databricks = clientTo(`${workspace.url}/`);
  const id = workspace.addJob('giant-ids')?.job_id ?? '';
  const { runId } = valueIn(await databricks.runNow({ job_id: id }));
  await workspace.clock.advance(60_000);
  const run = valueIn(await databricks.run(runId));
  expect(run).toMatchObject({ id: runId, jobId: id, state: { result: 'SUCCESS' } });
  const [task] = run.tasks;
  expect(valueIn(await databricks.output(task?.id ?? '')).metadata.run_id).toBe(task?.id);
  const [start, ...others] = workspace.requests.find();
  expect(start?.headers).toMatchObject({
    'user-agent': 'databricks-job-runner/1.2.3',
    'content-type': 'application/json',
  });
  for (const { credentials } of [start, ...others].flatMap((request) => request ?? []))
    expect(credentials).toMatchObject([{ in: 'authorization', scheme: 'Bearer' }]);
});

test('5 MB of output arrive whole', async () => {
  const databricks = clientTo(workspace.url);
  const id = workspace.addJob('huge-output')?.job_id ?? '';
  const { runId } = valueIn(await databricks.runNow({ job_id: id }));
  await workspace.clock.advance(600_000);
  const [task] = valueIn(await databricks.run(runId)).tasks;
  const output = valueIn(await databricks.output(task?.id ?? ''));
  expect(output.notebook_output?.truncated).toBe(true);
  expect(Buffer.byteLength(output.notebook_output?.result ?? '')).toBeGreaterThan(5_000_000);
});

describe('a connection that breaks', () => {
  test.each(['reset', 'cut'])('by a %s may have done what was asked', async (kind) => {
    const id = workspace.addJob('quick-success')?.job_id ?? '';
    withFault({ kind }, 'after', 'POST jobs/run-now');
    const problem = problemIn(await clientTo(workspace.url).runNow({ job_id: id }));
    expect(problem).toMatchObject({ kind: 'unavailable', code: 'NETWORK', mayHaveHappened: true });
    expect(problem.message).toContain(new URL(workspace.url).host);
    expect(workspace.requests.find({ route: 'POST jobs/run-now' })).toHaveLength(1);
  });

  test.each(['nothing', 'head', 'half'])('by a stall after %s is given up', async (sent) => {
    withFault({ kind: 'stall', sent });
    const began = Date.now();
    const problem = problemIn(await clientTo(workspace.url, { timeoutMs: 250 }).run('5'));
    expect(Date.now() - began).toBeLessThan(5000);
    expect(problem).toMatchObject({ kind: 'unavailable', code: 'NETWORK', mayHaveHappened: true });
    expect(problem.message).toMatch(/within 0.25 s/);
  });

  test('by an answer that only trickles in is given up, too', async () => {
    const url = await serverOf(async () => ({
      status: 200,
      takeOver: (response) => {
        const trickle = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(trickle));
      },
    }));
    expect(problemIn(await clientTo(url, { timeoutMs: 250 }).run('5'))).toMatchObject({ code: 'NETWORK' });
  });

  test('after a slow answer that came in time there is no problem', async () => {
    const id = workspace.addJob('quick-success')?.job_id ?? '';
    withFault({ kind: 'slow', milliseconds: 50 });
    valueIn(await clientTo(workspace.url, { timeoutMs: 10_000 }).job(id));
  });
});

test('an answer that breaks off in its JSON is unreadable, and the start has happened', async () => {
  const id = workspace.addJob('quick-success')?.job_id ?? '';
  withFault({ kind: 'truncate' }, 'after', 'POST jobs/run-now');
  const problem = problemIn(await clientTo(workspace.url).runNow({ job_id: id }));
  expect(problem).toMatchObject({ kind: 'unavailable', code: 'UNREADABLE_ANSWER', mayHaveHappened: true });
});

test('a redirect is not followed, so the token goes nowhere else', async () => {
  const elsewhere: string[] = [];
  const other = await serverOf(async ({ path }) => {
    elsewhere.push(path);
    return { status: 200, body: '{}' };
  });
  withFault({ kind: 'redirect', location: `${other}/login.html` });
  expect(problemIn(await clientTo(workspace.url).cancel('5'))).toMatchObject({ code: 'REDIRECTED' });
  expect(elsewhere).toEqual([]);
});

describe('where no connection can be made, nothing has happened', () => {
  const nothing = { kind: 'unavailable', code: 'NETWORK', mayHaveHappened: false };

  test('because nobody listens', async () => {
    const port = await closedPort();
    for (const name of ['127.0.0.1', 'localhost'])
      expect(problemIn(await clientTo(`http://${name}:${port}`).cancel('5'))).toMatchObject(nothing);
  });

  test('because there is no such name', async () => {
    expect(problemIn(await clientTo('https://adb-1.2.invalid').cancel('5'))).toMatchObject(nothing);
  });

  test('because the certificate is not to be trusted', async () => {
    const problem = problemIn(await clientTo(`https://localhost:${workspace.tlsPort}`).cancel('5'));
    expect(problem).toMatchObject(nothing);
    expect(problem.message).toMatch(/certificate/);
    expect(workspace.requests.find()).toEqual([]);
  });

  test('because the other side does not speak TLS', async () => {
    const problem = problemIn(await clientTo(workspace.url.replace('http:', 'https:')).cancel('5'));
    expect(problem).toMatchObject(nothing);
  });
});

describe('an answer that is too large is not kept in memory', () => {
  const tooLarge = { kind: 'refused', code: 'ANSWER_TOO_LARGE', mayHaveHappened: true };

  test('as it comes', async () => {
    const url = await serverOf(async () => ({ status: 200, body: Buffer.alloc(33 * 1024 * 1024, ' ') }));
    expect(problemIn(await clientTo(url).output('5'))).toMatchObject(tooLarge);
  });

  test('nor what it would be unpacked', async () => {
    const body = gzipSync(Buffer.alloc(33 * 1024 * 1024, ' '));
    const url = await serverOf(async () => ({ status: 200, headers: { 'content-encoding': 'gzip' }, body }));
    expect(problemIn(await clientTo(url).output('5'))).toMatchObject(tooLarge);
  });
});
