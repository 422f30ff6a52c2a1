import type { AccessToken, TokenCredential } from '@azure/identity';
import type { Principal } from '../../../src/adapters/credentials/azure-credential';
import { createDatabricksToken, type TokenSources } from '../../../src/adapters/credentials/databricks-token';
import type { AzureIdentity, DatabricksAuth } from '../../../src/contract/workspaces/databricks-auth';

const SECRET_URL = 'https://my-vault.vault.azure.net/secrets/databricks';
const HOST = 'https://adb-1.2.azuredatabricks.net';
const MINUTE = 60_000;

let identityIsLoaded = false;
let vaultIsLoaded = false;
jest.mock('@azure/identity', () => {
  identityIsLoaded = true;
  return jest.requireActual('@azure/identity');
});
jest.mock('@azure/keyvault-secrets', () => {
  vaultIsLoaded = true;
  return jest.requireActual('@azure/keyvault-secrets');
});

type GetToken = (scopes: string | string[]) => Promise<AccessToken | null>;

function setUp(
  auth: DatabricksAuth,
  { getToken, readSecret }: { getToken?: GetToken; readSecret?: TokenSources['readSecret'] },
) {
  const world = { time: 1_000_000, identities: [] as Principal[] };
  const token = createDatabricksToken(auth, HOST, {
    now: () => world.time,
    createCredential(identity) {
      world.identities.push(identity);
      return { getToken: getToken ?? (() => Promise.reject(new Error('not asked'))) } satisfies TokenCredential;
    },
    ...(readSecret && { readSecret }),
    longestWaitMs: 50,
  });
  return { world, token };
}

const MSI: DatabricksAuth = { type: 'azure-msi', clientId: '11111111-2222-3333-4444-555555555555' };
const VAULT: DatabricksAuth = {
  type: 'pat',
  token: { url: SECRET_URL, identity: { type: 'azure-msi' } },
};

const failing = (error: unknown) => setUp(MSI, { getToken: () => Promise.reject(error) }).token();
const failingVault = (error: unknown) => setUp(VAULT, { readSecret: () => Promise.reject(error) }).token();
const errorWith = (facts: object, message = 'with dapi-secret in it') => Object.assign(new Error(message), facts);

test('neither package is loaded before somebody needs it', async () => {
  const token = createDatabricksToken({ type: 'pat', token: { value: 'dapi1' } }, HOST, { now: () => 0 });
  expect(await token()).toEqual({ ok: true, value: 'dapi1' });
  expect(await token({ refused: 'dapi1' })).toEqual({ ok: true, value: 'dapi1' });
  createDatabricksToken(MSI, HOST, { now: () => 0 });
  createDatabricksToken(VAULT, HOST, { now: () => 0 });
  expect([identityIsLoaded, vaultIsLoaded]).toEqual([false, false]);
});

describe('a token of Microsoft Entra', () => {
  test.each<AzureIdentity>([{ type: 'azure-msi' }, MSI as AzureIdentity, { type: 'azure-cli' }])(
    'is asked for with %j, for Databricks',
    async (identity) => {
      const scopes: unknown[] = [];
      const { world, token } = setUp(identity, {
        async getToken(scope) {
          scopes.push(scope);
          return { token: 'entra-1', expiresOnTimestamp: 1_000_000 + 60 * MINUTE };
        },
      });
      expect(await token()).toEqual({ ok: true, value: 'entra-1' });
      expect(world.identities).toEqual([identity]);
      expect(scopes).toEqual(['2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default']);
    },
  );

  function entra() {
    let count = 0;
    let isDown = false;
    const { world, token } = setUp(MSI, {
      async getToken() {
        if (isDown) throw errorWith({ statusCode: 503 });
        count += 1;
        return { token: `entra-${count}`, expiresOnTimestamp: world.time + 60 * MINUTE };
      },
    });
    const text = async () => {
      const answer = await token();
      return answer.ok ? answer.value : answer.problem.kind;
    };
    return { world, text, goDown: () => (isDown = true) };
  }

  test('is renewed two minutes before its end', async () => {
    const { world, text } = entra();
    await text();
    world.time += 58 * MINUTE - 1;
    expect(await text()).toBe('entra-1');
    world.time += 1;
    expect(await text()).toBe('entra-2');
  });

  test.each([
    [59.5 * MINUTE - 1, 'entra-1'],
    [59.5 * MINUTE, 'unavailable'],
  ])(
    'after %d ms, if there is no other, is answered by %s: Databricks refuses the last half minute',
    async (age, told) => {
      const { world, text, goDown } = entra();
      await text();
      goDown();
      world.time += age;
      expect(await text()).toBe(told);
    },
  );

  test('that is none is a failure', async () => {
    const { token } = setUp(MSI, { getToken: async () => null });
    expect(await token()).toMatchObject({ ok: false, problem: { kind: 'unavailable', code: 'NO_TOKEN' } });
  });
});

describe('a token in Key Vault', () => {
  test('is read with the identity of the app, and taken as people paste it', async () => {
    const asked: unknown[] = [];
    const { world, token } = setUp(VAULT, {
      async readSecret(url, { getToken }) {
        asked.push([url, typeof getToken]);
        return ' Bearer dapi12ab \n';
      },
    });
    expect(await token()).toEqual({ ok: true, value: 'dapi12ab' });
    expect(asked).toEqual([[SECRET_URL, 'function']]);
    expect(world.identities).toEqual([{ type: 'azure-msi' }]);
  });

  test('is read again after ten minutes, or when it was refused, and kept for ever if it can not be read', async () => {
    let secret: string | undefined = 'dapi1';
    const { world, token } = setUp(VAULT, {
      async readSecret() {
        if (secret === undefined) throw errorWith({ code: 'ENOTFOUND' });
        return secret;
      },
    });
    await token();
    secret = 'dapi2';
    world.time += 10 * MINUTE - 1;
    expect(await token()).toEqual({ ok: true, value: 'dapi1' });
    world.time += 1;
    expect(await token()).toEqual({ ok: true, value: 'dapi2' });
    secret = 'dapi3';
    expect(await token({ refused: 'dapi2' })).toEqual({ ok: true, value: 'dapi3' });
    secret = undefined;
    world.time += 10_000 * MINUTE;
    expect(await token()).toEqual({ ok: true, value: 'dapi3' });
  });

  test.each([undefined, '', 'Bearer', 'a-storage-key\r\nX-Evil: 1'])(
    'that is %j is a failure, and is not shown',
    async (secret) => {
      const { token } = setUp(VAULT, { readSecret: async () => secret });
      expect(await token()).toEqual({
        ok: false,
        problem: {
          kind: 'unauthenticated',
          code: 'NO_TOKEN',
          message: 'The secret that DATABRICKS_TOKEN_SECRET names must be a personal access token (dapi…).',
          mayHaveHappened: false,
        },
      });
    },
  );

  test.each([
    [
      { statusCode: 403, code: 'Forbidden', name: 'RestError' },
      'unauthenticated',
      /role Key Vault Secrets User.*\(HTTP 403, Forbidden, RestError\)$/,
    ],
    [{ statusCode: 401 }, 'unauthenticated', /role Key Vault Secrets User/],
    [{ statusCode: 404, code: 'SecretNotFound' }, 'unauthenticated', /create it, or correct the URL/],
    [{ statusCode: 429 }, 'unavailable', /can not be reached/],
    [{ statusCode: 500 }, 'unavailable', /can not be reached/],
    [{ code: 'ENOTFOUND' }, 'unavailable', /names the right vault/],
    [{ name: 'CredentialUnavailableError' }, 'unauthenticated', /system-assigned identity gave no token/],
  ])('%j is a failure of its kind', async (facts, kind, message) => {
    expect(await failingVault(errorWith(facts))).toMatchObject({
      ok: false,
      problem: { kind, code: 'NO_TOKEN', message: expect.stringMatching(message), mayHaveHappened: false },
    });
  });
});

describe('a failure of the identity', () => {
  test.each([
    errorWith({ code: 'ENOTFOUND' }),
    errorWith({ code: 'REQUEST_SEND_ERROR', name: 'RestError' }),
    errorWith({ statusCode: 429 }),
    errorWith({ statusCode: 408 }),
    errorWith({ name: 'CredentialUnavailableError', cause: { name: 'ServerError', status: 500 } }),
    errorWith({ name: 'CredentialUnavailableError', cause: { errorCode: 'network_error' } }),
    errorWith({ name: 'AggregateAuthenticationError', errors: [{ code: 'ECONNRESET' }] }),
  ])('that passes can be tried again: %j', async (error) => {
    expect(await failing(error)).toMatchObject({ ok: false, problem: { kind: 'unavailable' } });
  });

  test.each([
    errorWith({ name: 'AuthenticationError', statusCode: 401 }),
    errorWith({ name: 'CredentialUnavailableError', cause: { status: 400 } }),
    errorWith({}),
    'a text',
    null,
  ])('that does not pass is told as such: %j', async (error) => {
    expect(await failing(error)).toMatchObject({ ok: false, problem: { kind: 'unauthenticated' } });
  });

  test('says what to do, with the codes that help to find more, and nothing that was sent', async () => {
    const error = errorWith({ name: 'AuthenticationError', statusCode: 401 }, 'AADSTS700016: no app for dapi-secret');
    expect(await failing(error)).toMatchObject({
      problem: {
        message:
          'The managed identity 11111111-2222-3333-4444-555555555555 gave no token: assign it to the app, or correct AZURE_CLIENT_ID ' +
          '(HTTP 401, AADSTS700016, AuthenticationError)',
      },
    });
  });

  test.each<[AzureIdentity, string]>([
    [{ type: 'azure-msi' }, 'AZURE_CLIENT_ID'],
    [{ type: 'azure-cli' }, 'az login'],
  ])('of %j names %s', async (identity, advice) => {
    const { token } = setUp(identity, { getToken: () => Promise.reject(new Error('no')) });
    expect(await token()).toMatchObject({ problem: { message: expect.stringContaining(advice) } });
  });

  test('never takes longer than a wait that an activity can bear', async () => {
    const { token } = setUp(MSI, { getToken: () => new Promise(() => {}) });
    expect(await token()).toMatchObject({ ok: false, problem: { kind: 'unavailable' } });
  });

  test('that goes round in circles ends', async () => {
    const error = errorWith({});
    error.cause = error;
    expect(await failing(error)).toMatchObject({ ok: false });
  });
});
