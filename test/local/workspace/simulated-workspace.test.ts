import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { StartupError } from '../../../local/startup-error';
import { readFaultRule } from '../../../local/workspace/faults/read-fault-rule';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../../local/workspace/simulated-workspace';

const started: SimulatedWorkspace[] = [];
afterEach(() => Promise.all(started.splice(0).map((workspace) => workspace.stop())));

async function start(options: { port?: number; tlsPort?: number } = {}): Promise<SimulatedWorkspace> {
  const workspace = await startSimulatedWorkspace({ port: 0, speed: 0, seed: 1, log: () => {}, ...options });
  started.push(workspace);
  return workspace;
}

async function runNow(workspace: SimulatedWorkspace): Promise<string> {
  const answer = await fetch(`${workspace.url}/api/2.2/jobs/run-now`, {
    method: 'POST',
    headers: { authorization: `Bearer ${workspace.token}` },
    body: '{"job_id":101}',
  });
  return answer.text();
}

test('a reset begins anew at the same address, with the same ids', async () => {
  const workspace = await start();
  const job = workspace.addJob('quick-success');
  const run = await runNow(workspace);
  expect(await runNow(workspace)).not.toBe(run);
  workspace.reset();
  expect(workspace.jobs().map(({ job_id }) => job_id)).not.toContain(job?.job_id);
  expect(workspace.addJob('quick-success')).toEqual(job);
  expect(await runNow(workspace)).toBe(run);
});

test('a reset takes back the tokens that were added, and leaves the settings', async () => {
  const workspace = await start();
  workspace.tokens.add({ kind: 'token', text: 'dapi-new' });
  workspace.settings.expiredToken = 'expired401';
  workspace.reset();
  expect(workspace.tokens.list()).toMatchObject([{ kind: 'token', state: 'good' }]);
  expect(workspace.settings.expiredToken).toBe('expired401');
});

test('a job of a story is added under its own name or another, and unknown stories are not', async () => {
  const workspace = await start();
  expect(workspace.scenarios().map(({ name }) => name)).toContain('slow');
  expect(workspace.addJob('slow')).toEqual({ job_id: expect.stringMatching(/^\d+$/), name: 'Slow' });
  expect(workspace.addJob('slow', 'Slower')?.name).toBe('Slower');
  expect(workspace.addJob('none')).toBeUndefined();
});

test('an id keeps its digits', async () => {
  const workspace = await start();
  const id = workspace.addJob('giant-ids')?.job_id ?? '';
  expect(BigInt(id) > 2n ** 53n).toBe(true);
  expect(workspace.jobs().map(({ job_id }) => job_id)).toContain(id);
});

test('a port that cannot be had leaves none open', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port: taken } = other.address() as AddressInfo;
  const { url } = await start();
  await started.pop()?.stop();
  const port = Number(new URL(url).port);
  await expect(start({ port, tlsPort: taken })).rejects.toThrow(StartupError);
  expect(new URL((await start({ port })).url).port).toBe(String(port));
  other.close();
});

test('stopping does not wait for an answer that a fault delays', async () => {
  const workspace = await start();
  workspace.faults.add(readFaultRule({ route: '/**', fault: { kind: 'slow', milliseconds: 60_000 } }));
  const asking = runNow(workspace).catch(() => 'cut off');
  while (workspace.requests.counts().recorded === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const began = Date.now();
  await workspace.stop();
  expect(Date.now() - began).toBeLessThan(5000);
  expect(await asking).toBe('cut off');
});
