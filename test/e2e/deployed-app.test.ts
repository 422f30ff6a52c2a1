import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HostProcess, startHostProcess, temporaryFolder } from '../support/host-process';

/**
 * This app through the eyes of a caller, as the smoke test of a deployment: it changes nothing and starts nothing. With
 * E2E_URL it asks the app there, with the function key E2E_KEY if there is one; without, the embedded host runs it.
 */
let baseUrl = process.env.E2E_URL?.replace(/\/$/, '') ?? '';
let key = process.env.E2E_KEY;
let host: HostProcess | undefined;
const data = temporaryFolder();

beforeAll(async () => {
  if (baseUrl) return;
  host = await startHostProcess(join(__dirname, '../..'), data.path, { args: ['--enforce-keys'] });
  baseUrl = host.url;
  key = JSON.parse(readFileSync(join(data.path, 'keys.json'), 'utf8')).function;
});

afterAll(async () => {
  await host?.stop();
  await data.remove();
});

const ask = (path: string, init?: RequestInit) => fetch(`${baseUrl}/api/${path}`, { redirect: 'manual', ...init });

describe('without a key or a token', () => {
  test('health is open', async () => {
    const response = await ask('health');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
  });

  test('links are open, and a forged one leads nowhere', async () => {
    const response = await ask('links/forged');
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/problem+json'); // it was the app that answered
  });

  test.each([
    ['GET', 'health/details'],
    ['GET', 'openapi.json'],
    ['GET', 'runs'],
    ['GET', 'runs/any'],
    ['GET', 'jobs'],
    ['GET', 'jobs/any/table'],
    ['POST', 'runs'],
    ['POST', 'runs/any/cancel'],
  ])('%s %s is closed', async (method, path) => {
    expect((await ask(path, { method })).status).toBe(401);
  });
});

test('the app finds its settings, Databricks, its storage and its jobs in order', async () => {
  if (!key) return console.log('not looked at: E2E_KEY is not set');
  const response = await ask('health/details', { headers: { 'x-functions-key': key } });
  const body = await response.json();
  // What is wrong, and what to do, stands in what is shown of the difference.
  expect(body).toEqual({ status: 'ok', checks: expect.any(Array) });
  expect(response.status).toBe(200);
});
