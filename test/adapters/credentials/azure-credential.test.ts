import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createAzureCredential } from '../../../src/adapters/credentials/azure-credential';
import { createDatabricksToken } from '../../../src/adapters/credentials/databricks-token';
import { posixOnly } from '../../support/posix-only';

const DATABRICKS = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d';
const NOW = Date.now();
/** The package keeps tokens of an identity for the whole process, so each test has its own. */
const identity = (digit: number) => `00000000-0000-0000-0000-00000000000${digit}`;

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

describe('the managed identity of App Service', () => {
  const asked: IncomingMessage[] = [];
  let answer: (response: ServerResponse) => void = () => {};
  const endpoint = createServer((request, response) => {
    asked.push(request);
    response.setHeader('content-type', 'application/json');
    answer(response);
  });
  beforeAll(() => new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => endpoint.close(resolve)));
  beforeEach(() => {
    asked.length = 0;
    process.env.IDENTITY_ENDPOINT = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/msi/token`;
    process.env.IDENTITY_HEADER = 'header-secret';
  });

  const grant = (seconds: number) => (response: ServerResponse) =>
    response.end(
      JSON.stringify({
        access_token: `entra-${asked.length}`,
        expires_on: String(Math.floor(NOW / 1000) + seconds),
        resource: DATABRICKS,
        token_type: 'Bearer',
      }),
    );
  const refuse = (status: number, body: object) => (response: ServerResponse) => {
    response.statusCode = status;
    response.end(JSON.stringify(body));
  };
  const tokenOf = (clientId?: string) =>
    createDatabricksToken({ type: 'azure-msi', clientId }, 'https://adb-1.2.azuredatabricks.net', { now: () => NOW });

  test('is asked once for a token of Databricks, with the client id', async () => {
    answer = grant(3600);
    const token = tokenOf(identity(1));
    expect(await Promise.all([token(), token()])).toEqual(Array(2).fill({ ok: true, value: 'entra-1' }));
    expect(await token()).toEqual({ ok: true, value: 'entra-1' });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.headers['x-identity-header']).toBe('header-secret');
    const { searchParams } = new URL(asked[0]?.url ?? '', 'http://localhost');
    expect(Object.fromEntries(searchParams)).toEqual({
      'api-version': '2019-08-01',
      resource: DATABRICKS,
      client_id: identity(1),
    });
  });

  test('needs no client id where it is the system-assigned one', async () => {
    answer = grant(3600);
    expect(await tokenOf()()).toEqual({ ok: true, value: 'entra-1' });
    expect(asked[0]?.url).not.toContain('client_id');
  });

  test('that is not assigned to the app is a failure that tells so', async () => {
    answer = refuse(400, { statusCode: 400, message: 'No User Assigned or Delegated Managed Identity found' });
    expect(await tokenOf(identity(2))()).toMatchObject({
      ok: false,
      problem: { kind: 'unauthenticated', message: expect.stringContaining('assign it to the app') },
    });
  });

  test('that is out of order is tried again, then asked later', async () => {
    answer = refuse(500, { error: 'server_error' });
    expect(await tokenOf(identity(3))()).toMatchObject({ ok: false, problem: { kind: 'unavailable' } });
    expect(asked).toHaveLength(3);
  });

  test('that closes the connection is a matter of the network', async () => {
    answer = (response) => response.destroy();
    expect(await tokenOf(identity(4))()).toMatchObject({ ok: false, problem: { kind: 'unavailable' } });
  });

  test('opens storage too, with the scope that its client asks for', async () => {
    answer = grant(3600);
    const credential = createAzureCredential({ type: 'azure-msi', clientId: identity(5) });
    expect(await credential.getToken('https://storage.azure.com/.default')).toMatchObject({ token: 'entra-1' });
    expect(new URL(asked[0]?.url ?? '', 'http://localhost').searchParams.get('resource')).toBe(
      'https://storage.azure.com',
    );
  });
});

posixOnly('the stand-in for az is a shell script', () => {
  describe('the Azure CLI', () => {
    const folder = mkdtempSync(join(tmpdir(), 'az-'));
    afterAll(() => rmSync(folder, { recursive: true }));

    function installAz(script: string) {
      writeFileSync(join(folder, 'az'), `#!/bin/sh\necho "$@" > '${folder}/asked'\n${script}\n`);
      chmodSync(join(folder, 'az'), 0o755);
      process.env.PATH = `${folder}${delimiter}${process.env.PATH}`;
    }
    const token = () =>
      createDatabricksToken({ type: 'azure-cli' }, 'https://adb-1.2.azuredatabricks.net', { now: () => NOW })();

    test('is asked for a token of Databricks', async () => {
      installAz(`echo '{"accessToken": "entra-of-mine", "expires_on": ${Math.floor(NOW / 1000) + 3600}}'`);
      expect(await token()).toEqual({ ok: true, value: 'entra-of-mine' });
      expect(readFileSync(join(folder, 'asked'), 'utf8')).toContain(
        `get-access-token --output json --resource ${DATABRICKS}`,
      );
    });

    test('that nobody has signed in to is a failure that tells what to do', async () => {
      installAz(`echo "ERROR: Please run 'az login' to setup account." >&2; exit 1`);
      expect(await token()).toMatchObject({
        ok: false,
        problem: { kind: 'unauthenticated', message: expect.stringContaining('run az login') },
      });
    });
  });
});
