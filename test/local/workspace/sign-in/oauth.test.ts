import type { User } from '../../../../local/workspace/access';
import { workspaceWith } from '../../../support/workspace-client';

const APPLICATION = '11111111-2222-3333-4444-555555555555';
const STRANGER = '22222222-2222-3333-4444-555555555555';

const users: User[] = [
  { name: 'admin@x', tokens: ['dapi-admin'], admin: true },
  { name: APPLICATION, tokens: [], secrets: ['dose-1', 'dose-2'], servicePrincipal: true, member: true },
  { name: STRANGER, tokens: [], secrets: ['dose-3'], servicePrincipal: true },
];

const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
const FORM = 'grant_type=client_credentials&scope=all-apis';

function setUp(options = {}) {
  const world = workspaceWith([], { users, ...options });
  const { workspace } = world;
  const ask = async (form: string, authorization?: string, path = '/oidc/v1/token', method = 'POST') => {
    const answer = await workspace.handle({
      method,
      path,
      query: '',
      headers: { host: 'adb-1.2.azuredatabricks.net', ...(authorization && { authorization }) },
      body: Buffer.from(form),
      isEncrypted: true,
    });
    return { status: answer.status, body: JSON.parse(String(answer.body)), headers: answer.headers };
  };
  const token = async (): Promise<string> => (await ask(FORM, basic(APPLICATION, 'dose-1'))).body.access_token;
  const list = (text: string) => world.send('GET', 'list', undefined, text);
  return { ...world, ask, token, list };
}

test('a service principal exchanges its secret for a token, by either way of showing it', async () => {
  const { ask, list } = setUp();
  const inForm = `${FORM}&client_id=${APPLICATION}&client_secret=dose-2`;
  for (const reply of [await ask(FORM, basic(APPLICATION, 'dose-1')), await ask(inForm)]) {
    expect(reply).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: {
        access_token: expect.stringMatching(/^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/),
        token_type: 'Bearer',
        expires_in: 3600,
        scope: 'all-apis',
      },
    });
    expect((await list(reply.body.access_token)).status).toBe(200);
  }
});

test('each exchange gives another token, and the secret itself opens nothing', async () => {
  const { token, list } = setUp();
  expect(await token()).not.toBe(await token());
  expect((await list('dose-1')).status).toBe(403);
});

test.each([
  ['no grant type', 'scope=all-apis', basic(APPLICATION, 'dose-1'), 400, 'invalid_request'],
  ['another grant type', 'grant_type=password', basic(APPLICATION, 'dose-1'), 400, 'unsupported_grant_type'],
  ['another scope', 'grant_type=client_credentials&scope=none', basic(APPLICATION, 'dose-1'), 400, 'invalid_scope'],
  ['a wrong secret', FORM, basic(APPLICATION, 'dose-3'), 401, 'invalid_client'],
  ['a wrong id', FORM, basic('nobody', 'dose-1'), 401, 'invalid_client'],
  ['nobody at all', FORM, undefined, 401, 'invalid_client'],
  ['a token in the place of a secret', FORM, basic('admin@x', 'dapi-admin'), 401, 'invalid_client'],
  ['who has no place in the workspace', FORM, basic(STRANGER, 'dose-3'), 401, 'invalid_client'],
  ['a header that is none', FORM, 'Basic !', 401, 'invalid_client'],
])('%s is refused', async (_what, form, authorization, status, error) => {
  const reply = await setUp().ask(form, authorization);
  expect(reply.status).toBe(status);
  expect(reply.body).toEqual({
    error,
    error_description: expect.any(String),
    error_id: expect.stringMatching(/^[\w-]{36}$/),
  });
});

test('both ways to find the endpoint lead to it, under the name by which the workspace was called', async () => {
  const { ask, workspace } = setUp();
  const config = await ask('', undefined, '/.well-known/databricks-config', 'GET');
  expect(config.body).toMatchObject({
    oidc_endpoint: 'https://adb-1.2.azuredatabricks.net/oidc',
    workspace_id: workspace.id,
  });
  const server = await ask('', undefined, '/oidc/.well-known/oauth-authorization-server', 'GET');
  expect(server.body).toMatchObject({
    token_endpoint: 'https://adb-1.2.azuredatabricks.net/oidc/v1/token',
    authorization_endpoint: 'https://adb-1.2.azuredatabricks.net/oidc/v1/authorize',
  });
});

describe('a token of OAuth', () => {
  test('is good until half a minute before its end', async () => {
    const { token, list, seconds } = setUp();
    const text = await token();
    await seconds(3600 - 30);
    expect((await list(text)).status).toBe(200);
    await seconds(1);
    expect(await list(text)).toMatchObject({
      status: 403,
      body: { error_code: 403, message: 'Token is expiring within 30 seconds. (token expired)' },
    });
    await seconds(29);
    expect(await list(text)).toMatchObject({ status: 403, body: { message: 'Invalid access token.' } });
  });

  test('lives as long as the workspace is told', async () => {
    const { ask, list, seconds } = setUp({ oauthLifetimeSeconds: 60 });
    const { body } = await ask(FORM, basic(APPLICATION, 'dose-1'));
    expect(body.expires_in).toBe(60);
    await seconds(31);
    expect((await list(body.access_token)).status).toBe(403);
  });

  test('that has expired is told so in other ways', async () => {
    const { token, list, seconds, workspace } = setUp({ expiredToken: 'expired401' });
    const text = await token();
    await seconds(3600);
    expect(await list(text)).toMatchObject({ status: 401, body: { error_code: 401, message: 'Token is expired' } });
    workspace.settings.expiredToken = 'jwt400';
    const asked = { method: 'GET', path: '/api/2.2/jobs/list', query: '', body: Buffer.alloc(0) };
    expect(await workspace.handle({ ...asked, headers: { authorization: `Bearer ${text}` } })).toMatchObject({
      status: 400,
      body: expect.stringContaining('io.jsonwebtoken.ExpiredJwtException: JWT expired at 2026-01-01T01:00:00.000Z.'),
    });
  });

  test('is of no use to a service principal that has lost its place', async () => {
    const { token, send, workspace } = setUp();
    const text = await token();
    const scim = '/api/2.0/preview/scim/v2/ServicePrincipals';
    const [known] = (await send('GET', scim, undefined, 'dapi-admin')).body.Resources;
    expect(known).toMatchObject({ applicationId: APPLICATION });
    const asked = { path: '/api/2.2/jobs/list', query: '', body: Buffer.alloc(0) };
    const deleted = { method: 'DELETE', headers: { authorization: 'Bearer dapi-admin' } };
    await workspace.handle({ ...asked, ...deleted, path: `${scim}/${known.id}` });
    const reply = await workspace.handle({ ...asked, method: 'GET', headers: { authorization: `Bearer ${text}` } });
    expect(reply).toMatchObject({ status: 403, body: expect.stringContaining('User not authorized.') });
  });
});
