import type { User } from '../../../local/workspace/access';
import { quickSuccess } from '../../../local/workspace/scenarios/quick-success';
import { workspaceWith } from '../../support/workspace-client';

const SCIM = '/api/2.0/preview/scim/v2/ServicePrincipals';
const APPLICATION = '11111111-2222-3333-4444-555555555555';
const ENTITLED = { entitlements: [{ value: 'workspace-access' }] };

const users: User[] = [
  { name: 'admin@x', tokens: ['dapi-admin'], admin: true },
  { name: 'person@x', tokens: ['dapi-person'] },
  { name: APPLICATION, tokens: ['entra-app'], servicePrincipal: true },
];

function workspace() {
  const all = workspaceWith([quickSuccess], { users });
  const ask = (method: string, path = '', body?: unknown, token = 'dapi-admin') =>
    all.send(method, `${SCIM}${path}`, body, token);
  return { ...all, ask };
}

const filter = (text: string) => `?filter=${encodeURIComponent(text)}`;

test('a service principal is created once, found by its application id, and read by its own id', async () => {
  const { ask } = workspace();
  const found = filter(`applicationId eq "${APPLICATION}"`);
  expect((await ask('GET', found)).body).toMatchObject({ totalResults: 0, itemsPerPage: 0 });
  expect((await ask('GET', found)).body).not.toHaveProperty('Resources');

  const created = await ask('POST', '', { applicationId: APPLICATION, displayName: 'The app', ...ENTITLED });
  expect(created).toMatchObject({
    status: 201,
    headers: { 'content-type': 'application/scim+json' },
    body: { id: expect.stringMatching(/^\d+$/), applicationId: APPLICATION, displayName: 'The app', ...ENTITLED },
  });
  expect((await ask('GET', found)).body).toMatchObject({ totalResults: 1, Resources: [created.body] });
  expect((await ask('GET', filter("displayname EQ 'The app'"))).body).toMatchObject({ totalResults: 1 });
  expect((await ask('GET', filter('applicationId eq "other"'))).body).toMatchObject({ totalResults: 0 });
  expect((await ask('GET', `/${created.body.id}`)).body).toEqual(created.body);

  expect(await ask('POST', '', { applicationId: APPLICATION })).toMatchObject({
    status: 409,
    body: { detail: `Service principal with application ID ${APPLICATION} already exists.`, status: '409' },
  });
});

test('entitlements are added and taken away', async () => {
  const { ask } = workspace();
  const { id } = (await ask('POST', '', { applicationId: APPLICATION })).body;
  const patch = async (...Operations: object[]) => (await ask('PATCH', `/${id}`, { Operations })).body;
  const twice = { op: 'add', path: 'entitlements', value: ENTITLED.entitlements };
  expect(await patch(twice, twice)).toMatchObject(ENTITLED);
  expect(await patch({ op: 'Add', value: { entitlements: [{ value: 'databricks-sql-access' }] } })).toMatchObject({
    entitlements: [{ value: 'workspace-access' }, { value: 'databricks-sql-access' }],
  });
  expect(await patch({ ...twice, op: 'remove' })).toMatchObject({ entitlements: [{ value: 'databricks-sql-access' }] });
});

test.each([
  ['GET', '/5', undefined, 404, 'Service principal with id 5 not found.'],
  ['GET', filter('applicationId like "x"'), undefined, 400, 'The filter cannot be read: applicationId like "x"'],
  ['POST', '', {}, 400, 'Request is unparsable, syntactically incorrect, or violates schema.'],
  ['POST', '', { applicationId: 'x', entitlements: ['workspace-access'] }, 400, expect.stringContaining('unparsable')],
])('%s %s is refused in the form of SCIM', async (method, path, body, status, detail) => {
  const { ask } = workspace();
  expect(await ask(method, path, body)).toMatchObject({
    status,
    body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], detail, status: String(status) },
  });
});

test.each([
  ['GET', ''],
  ['POST', ''],
  ['GET', '/1'],
  ['PATCH', '/1'],
  ['DELETE', '/1'],
])('only admins may %s%s', async (method, path) => {
  const { ask } = workspace();
  const reply = await ask(method, path, { applicationId: APPLICATION }, 'dapi-person');
  expect(reply).toMatchObject({ status: 403, body: { status: '403', detail: expect.stringContaining('person@x') } });
});

test('an identity of Entra is let in once it has its place, and no longer than that', async () => {
  const { ask, workspace: whole } = workspace();
  const asked = { method: 'GET', path: '/api/2.2/jobs/list', query: '', body: Buffer.alloc(0) };
  const list = () => whole.handle({ ...asked, headers: { authorization: 'Bearer entra-app' } });
  expect(await list()).toMatchObject({ status: 403, body: expect.stringContaining('User not authorized.') });
  const { id } = (await ask('POST', '', { applicationId: APPLICATION })).body;
  expect(await list()).toMatchObject({ status: 200 });
  const gone = await whole.handle({
    ...asked,
    method: 'DELETE',
    path: `${SCIM}/${id}`,
    headers: { authorization: 'Bearer dapi-admin' },
  });
  expect(gone.status).toBe(204);
  expect(await list()).toMatchObject({ status: 403 });
});

test('there is one version of it', async () => {
  const { send } = workspace();
  expect((await send('GET', SCIM.replace('2.0', '2.1'), undefined, 'dapi-admin')).status).toBe(404);
});
