import type { User } from '../../../../local/workspace/access';
import { fingerprint } from '../../../../local/workspace/credential';
import { workspaceWith } from '../../../support/workspace-client';

const APPLICATION = '11111111-2222-3333-4444-555555555555';
const users: User[] = [
  { name: 'admin@x', tokens: ['dapi-admin'], admin: true },
  { name: 'person@x', tokens: ['dapi-person'] },
  { name: APPLICATION, tokens: [], secrets: ['dose-1'], servicePrincipal: true, member: true },
];

function setUp() {
  const world = workspaceWith([], { users });
  const status = async (token: string) => (await world.send('GET', 'list', undefined, token)).status;
  return { ...world, status, tokens: world.workspace.tokens };
}

test('a token is added while the workspace is in use, for the first user or another one', async () => {
  const { tokens, status, send } = setUp();
  expect(tokens.add({ kind: 'token', text: 'dapi-new' })).toBe(true);
  expect(tokens.add({ kind: 'token', text: 'dapi-of-person', user: 'person@x' })).toBe(true);
  expect(await status('dapi-new')).toBe(200);
  const denied = await send('GET', 'get?job_id=5', undefined, 'dapi-of-person');
  expect(denied.body.message).toContain('User person@x');
  expect(tokens.add({ kind: 'token', text: 'dapi-nobody', user: 'nobody@x' })).toBe(false);
  expect(await status('dapi-nobody')).toBe(403);
});

test('a token has an end, if it is given one', async () => {
  const { tokens, status, seconds } = setUp();
  tokens.add({ kind: 'token', text: 'dapi-short', lifetimeSeconds: 60 });
  await seconds(59);
  expect(await status('dapi-short')).toBe(200);
  await seconds(1);
  expect(await status('dapi-short')).toBe(403);
});

test.each(['expire', 'revoke'] as const)('to %s a token ends it, and no other', async (change) => {
  const { tokens, status, send } = setUp();
  expect(tokens[change]('dapi-person')).toBe(true);
  expect(await send('GET', 'list', undefined, 'dapi-person')).toMatchObject({
    status: 403,
    body: { message: 'Invalid access token.' },
  });
  expect(await status('dapi-admin')).toBe(200);
  expect(tokens[change]('dapi-nobody')).toBe(false);
});

test('a secret is exchanged for another one without a gap', async () => {
  const { tokens, workspace } = setUp();
  const exchange = async (secret: string) => {
    const body = Buffer.from(`grant_type=client_credentials&client_id=${APPLICATION}&client_secret=${secret}`);
    return (await workspace.handle({ method: 'POST', path: '/oidc/v1/token', query: '', headers: {}, body })).status;
  };
  tokens.add({ kind: 'secret', text: 'dose-2', user: APPLICATION });
  expect([await exchange('dose-1'), await exchange('dose-2')]).toEqual([200, 200]);
  tokens.revoke('dose-1');
  expect([await exchange('dose-1'), await exchange('dose-2')]).toEqual([401, 200]);
  tokens.expire('dose-2');
  expect(await exchange('dose-2')).toBe(401);
});

test('who has what is shown without showing it', () => {
  const { tokens } = setUp();
  tokens.revoke('dapi-person');
  tokens.add({ kind: 'token', text: 'dapi-short', lifetimeSeconds: 60 });
  tokens.expire('dapi-admin');
  const now = '2026-01-01T00:00:00.000Z';
  expect(tokens.list()).toEqual([
    { kind: 'token', user: 'admin@x', fingerprint: fingerprint('dapi-admin'), state: 'expired', endsAt: now },
    { kind: 'token', user: 'person@x', fingerprint: fingerprint('dapi-person'), state: 'revoked' },
    { kind: 'secret', user: APPLICATION, fingerprint: fingerprint('dose-1'), state: 'good' },
    {
      kind: 'token',
      user: 'admin@x',
      fingerprint: fingerprint('dapi-short'),
      state: 'good',
      endsAt: '2026-01-01T00:01:00.000Z',
    },
  ]);
});
