import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readKeyVaultSecret } from '../../../src/adapters/credentials/key-vault-secret';

const CHALLENGE = 'Bearer authorization="https://login.microsoftonline.com/t", resource="https://vault.azure.net"';

/** A vault that asks who is there before it answers. */
let answer: { status: number; body: string; type?: string } = { status: 200, body: '' };
const asked: IncomingMessage[] = [];
const vault = createServer((request, response) => {
  asked.push(request);
  if (request.headers.authorization === undefined) {
    response.writeHead(401, { 'www-authenticate': CHALLENGE }).end();
    return;
  }
  response.writeHead(answer.status, { 'content-type': answer.type ?? 'application/json' }).end(answer.body);
});
beforeAll(() => new Promise<void>((resolve) => vault.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => vault.close(resolve)));
beforeEach(() => {
  asked.length = 0;
});

async function read(path: string, scopes: unknown[] = []): Promise<string | undefined> {
  const credential = {
    async getToken(scope: string | string[]) {
      scopes.push(scope);
      return { token: 'entra', expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
  return readKeyVaultSecret(`http://127.0.0.1:${(vault.address() as AddressInfo).port}${path}`, credential, {
    allowInsecureConnection: true,
    disableChallengeResourceVerification: true, // the address is none of a vault
    retryOptions: { maxRetries: 0 },
  });
}

test('the newest version of the secret is read, with a token for Key Vault', async () => {
  answer = { status: 200, body: '{"value": "dapi1", "id": "https://my-vault.vault.azure.net/secrets/databricks/1"}' };
  const scopes: unknown[] = [];
  expect(await read('/secrets/databricks', scopes)).toBe('dapi1');
  expect(asked.at(-1)?.url).toMatch(/^\/secrets\/databricks\/?\?api(-|%2D)version=/);
  expect(asked.at(-1)?.headers.authorization).toBe('Bearer entra');
  expect(scopes.flat()).toEqual(['https://vault.azure.net/.default']);
});

test('a version that is named is read', async () => {
  answer = { status: 200, body: '{"value": "dapi0", "id": "https://my-vault.vault.azure.net/secrets/databricks/0a"}' };
  expect(await read('/secrets/databricks/0a')).toBe('dapi0');
  expect(asked.at(-1)?.url).toContain('/secrets/databricks/0a?');
});

test('a refusal carries its status and code', async () => {
  answer = { status: 403, body: '{"error": {"code": "Forbidden", "message": "no role"}}' };
  await expect(read('/secrets/databricks')).rejects.toMatchObject({ statusCode: 403, code: 'Forbidden' });
});

test.each([
  [503, 503],
  [200, 502],
])('the page of a proxy with status %d counts as %d', async (status, counted) => {
  answer = { status, body: '<html>Later</html>', type: 'text/html' };
  await expect(read('/secrets/databricks')).rejects.toMatchObject({ statusCode: counted });
});
