import type { User } from '../../../../local/workspace/access';
import { plainText } from '../../../../local/workspace/scenarios/plain-text';
import type { AzureSide } from '../../../../local/workspace/sign-in/entra-token';
import { createWorkspace } from '../../../../local/workspace/workspace';
import { AUDIENCES, createIssuer, type TokenRequest } from '../../../support/azure/issuer';
import { VirtualClock } from '../../../support/virtual-clock';

const APPLICATION = '11111111-2222-3333-4444-555555555555';
const OTHER = '22222222-2222-3333-4444-555555555555';
const RESOURCE = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w';
const { databricks, azure } = AUDIENCES;

const users: User[] = [
  { name: 'admin@x', tokens: ['dapi-admin'], admin: true },
  { name: APPLICATION, tokens: [], servicePrincipal: true, member: true },
  { name: 'person@x', tokens: [] },
];

function setUp(side: Partial<AzureSide> = {}) {
  const clock = new VirtualClock();
  const issuer = createIssuer(() => clock.now());
  const issuers = [{ name: issuer.name, publicKey: issuer.publicKey }];
  const workspace = createWorkspace({ clock, users, scenarios: [plainText], azure: { issuers, ...side } });
  const list = async (headers: Record<string, string>) => {
    const asked = { method: 'GET', path: '/api/2.2/jobs/list', query: '', body: Buffer.alloc(0) };
    const { status, body } = await workspace.handle({ ...asked, headers });
    return { status, body: String(body) };
  };
  const tokenFor = (request: Partial<TokenRequest> = {}) =>
    issuer.issue({ appId: APPLICATION, audience: databricks, ...request }).token;
  const listWith = (token: string) => list({ authorization: `Bearer ${token}` });
  return { clock, issuer, list, listWith, tokenFor, workspace };
}

test('a token that Entra gave to a member of the workspace lets it in, and again', async () => {
  const { listWith, tokenFor, workspace } = setUp();
  const token = tokenFor();
  expect((await listWith(token)).status).toBe(200);
  expect((await listWith(token)).status).toBe(200);
  expect(workspace.tokens.list()).toContainEqual(
    expect.objectContaining({ kind: 'entra', user: APPLICATION, state: 'good' }),
  );
});

test('a person is known by name', async () => {
  const { listWith, tokenFor } = setUp();
  expect((await listWith(tokenFor({ appId: OTHER, upn: 'person@x' }))).status).toBe(200);
  expect((await listWith(tokenFor({ appId: APPLICATION, upn: 'stranger@x' }))).status).toBe(403);
});

test('who has no place in the workspace is not authorized', async () => {
  const { listWith, tokenFor } = setUp();
  expect(await listWith(tokenFor({ appId: OTHER }))).toMatchObject({
    status: 403,
    body: expect.stringContaining('User not authorized.'),
  });
});

test('a token for something else is told whom it is for', async () => {
  const { listWith, tokenFor } = setUp();
  const reason = `Expected aud claim to be: ${databricks}, but was: ${AUDIENCES.keyVault}.`;
  for (const token of [tokenFor({ audience: AUDIENCES.keyVault })]) {
    const answers = [await listWith(token), await listWith(token)];
    for (const answer of answers)
      expect(answer).toMatchObject({
        status: 400,
        body: expect.stringContaining(`IncorrectClaimException: ${reason}`),
      });
  }
});

test('a token is good until half a minute before its end', async () => {
  const { clock, listWith, tokenFor } = setUp();
  const token = tokenFor({ lifetimeSeconds: 100 });
  await clock.advance(70_000);
  expect((await listWith(token)).status).toBe(200);
  await clock.advance(1);
  expect(await listWith(token)).toMatchObject({ status: 403, body: expect.stringContaining('within 30 seconds') });
  await clock.advance(30_000);
  expect(await listWith(token)).toMatchObject({ status: 403, body: expect.stringContaining('Invalid access token.') });
});

test.each([
  ['a tenant that the workspace does not trust', (token: string) => token, []],
  ['somebody who changed what it says', (token: string) => forged(token, { appid: 'admin@x' }), undefined],
  ['somebody who left out the signature', (token: string) => forged(token, {}, { alg: 'none' }), undefined],
  ['nobody', () => 'a.b.c', undefined],
])('a token of %s is none', async (_whom, change, issuers) => {
  const { listWith, tokenFor } = setUp(issuers && { issuers });
  expect(await listWith(change(tokenFor()))).toMatchObject({
    status: 403,
    body: expect.stringContaining('Invalid access token.'),
  });
});

function forged(token: string, claims: object, header: object = {}): string {
  const [first = '', second = '', signature = ''] = token.split('.');
  const change = (part: string, more: object) =>
    Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(part, 'base64url').toString()), ...more })).toString(
      'base64url',
    );
  return [change(first, header), change(second, claims), 'alg' in header ? '' : signature].join('.');
}

describe('a right to the workspace as a resource of Azure', () => {
  const contributor: Partial<AzureSide> = { resourceId: RESOURCE, contributors: [OTHER] };
  const shown = (token: string, management: string, resource = RESOURCE) => ({
    authorization: `Bearer ${token}`,
    'x-databricks-azure-workspace-resource-id': resource,
    'x-databricks-azure-sp-management-token': management,
  });

  test('lets in who is no member, as an admin', async () => {
    const { list, listWith, tokenFor } = setUp(contributor);
    const [token, management] = [tokenFor({ appId: OTHER }), tokenFor({ appId: OTHER, audience: azure })];
    const { status, body } = await list(shown(token, management));
    expect(status).toBe(200);
    expect(JSON.parse(body).jobs).toHaveLength(1);
    expect((await list(shown(token, management, RESOURCE.toUpperCase()))).status).toBe(200);
    expect((await listWith(token)).status).toBe(403);
  });

  test('is not shown by the token alone, and then means nothing', async () => {
    const { list, tokenFor } = setUp(contributor);
    const { 'x-databricks-azure-workspace-resource-id': _resource, ...others } = shown(
      tokenFor(),
      tokenFor({ audience: azure }),
    );
    expect(await list(others)).toEqual({ status: 200, body: '{}' });
  });

  test.each([
    ['of somebody else', { appId: APPLICATION, audience: azure }, RESOURCE, 403, 'User not authorized.'],
    [
      'for Databricks',
      { appId: OTHER },
      RESOURCE,
      400,
      'Expected aud claim to be: https://management.core.windows.net/',
    ],
    ['that has expired', { appId: OTHER, audience: azure, lifetimeSeconds: 0 }, RESOURCE, 403, 'Invalid access token.'],
    ['to another workspace', { appId: OTHER, audience: azure }, `${RESOURCE}2`, 400, 'Invalid resource ID'],
  ])('is not shown by a token %s', async (_what, request, resource, status, reason) => {
    const { list, tokenFor } = setUp(contributor);
    const answer = await list(shown(tokenFor({ appId: OTHER }), tokenFor(request), resource));
    expect(answer).toMatchObject({ status, body: expect.stringContaining(reason) });
  });

  test('is not shown by a personal access token', async () => {
    const { list, tokenFor } = setUp(contributor);
    expect((await list(shown(tokenFor({ appId: OTHER }), 'dapi-admin'))).status).toBe(403);
  });

  test('is none for an identity that is not Contributor', async () => {
    const { list, tokenFor } = setUp({ ...contributor, contributors: [] });
    const answer = await list(shown(tokenFor({ appId: OTHER }), tokenFor({ appId: OTHER, audience: azure })));
    expect(answer).toMatchObject({ status: 403, body: expect.stringContaining('User not authorized.') });
  });

  test('once shown does not make its token good for anything else', async () => {
    const { list, listWith, tokenFor } = setUp(contributor);
    const management = tokenFor({ appId: OTHER, audience: azure });
    await list(shown(tokenFor({ appId: OTHER }), management));
    expect((await listWith(management)).status).toBe(400);
  });
});
