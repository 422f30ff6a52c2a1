import { join } from 'node:path';
import { answerHealth } from '../../src/http/routes/service/health';
import { type HostProcess, startHostProcess, temporaryFolder } from '../support/host-process';

test('the answer tells that the app is well, and nothing else', () => {
  expect(answerHealth()).toEqual({ status: 200, jsonBody: { status: 'ok' } });
});

describe('the built app', () => {
  const data = temporaryFolder();
  let host: HostProcess;
  beforeAll(async () => {
    host = await startHostProcess(join(__dirname, '../..'), data.path, { args: ['--enforce-keys'] });
  });
  afterAll(async () => {
    await host.stop();
    await data.remove();
  });

  test('answers a prober that has no key', async () => {
    const answer = await fetch(`${host.url}/api/health`);
    expect([answer.status, await answer.text()]).toEqual([200, '{"status":"ok"}']);
  });

  test('is given a simulated workspace to talk to', async () => {
    const url = /^Databricks: (\S+) \(simulated/m.exec(host.output())?.[1];
    const jobs = `${url}/api/2.2/jobs/list`;
    expect((await fetch(jobs)).status).toBe(401);
    expect((await fetch(jobs, { headers: { authorization: 'Bearer dapi-simulated-workspace' } })).status).toBe(200);
  });

  test('takes no other method', async () => {
    expect((await fetch(`${host.url}/api/health`, { method: 'POST' })).status).toBe(404);
  });
});

test('an app that is told of a workspace is given none', async () => {
  const data = temporaryFolder();
  const host = await startHostProcess(join(__dirname, '../..'), data.path, {
    env: { DATABRICKS_HOST: 'https://adb-1.2.azuredatabricks.net' },
  });
  await host.stop();
  expect(host.output()).not.toContain('simulated');
  await data.remove();
});
