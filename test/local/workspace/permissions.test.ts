import type { User } from '../../../local/workspace/access';
import { salesTable } from '../../../local/workspace/scenarios/sales-table';
import { workspaceWith } from '../../support/workspace-client';

const APPLICATION = '11111111-2222-3333-4444-555555555555';
const JOB = '/api/2.0/permissions/jobs/101';

const users: User[] = [
  { name: 'admin@x', tokens: ['dapi-admin'], admin: true },
  { name: 'runner@x', tokens: ['dapi-runner'], permissions: { 101: 'CAN_MANAGE_RUN' } },
  { name: 'person@x', tokens: ['dapi-person'] },
  { name: APPLICATION, tokens: ['entra-app'], servicePrincipal: true },
];

async function workspaceWithTheApp() {
  const all = workspaceWith([salesTable], { users });
  const ask = (method: string, body?: unknown, path = JOB, token = 'dapi-admin') => all.send(method, path, body, token);
  await ask('POST', { applicationId: APPLICATION }, '/api/2.0/preview/scim/v2/ServicePrincipals');
  const give = (method: string, principal: object, permission_level: string) =>
    ask(method, { access_control_list: [{ ...principal, permission_level }] });
  const startAs = async (token: string) => (await all.send('POST', 'run-now', { job_id: 101 }, token)).status;
  return { ask, give, startAs };
}

const app = { service_principal_name: APPLICATION };
const direct = (permission_level: string) => [{ permission_level, inherited: false }];
const owner = { user_name: 'admin@x', display_name: 'admin@x', all_permissions: direct('IS_OWNER') };
const admins = {
  group_name: 'admins',
  all_permissions: [{ permission_level: 'CAN_MANAGE', inherited: true, inherited_from_object: ['/jobs/'] }],
};
const runner = { user_name: 'runner@x', all_permissions: direct('CAN_MANAGE_RUN') };

test('the permissions of a job name its owner, who was given what, and the admins', async () => {
  const { ask } = await workspaceWithTheApp();
  expect((await ask('GET')).body).toEqual({
    object_id: '/jobs/101',
    object_type: 'job',
    access_control_list: [owner, runner, admins],
  });
});

test('PATCH adds to what was given, and the service principal may start the job from then on', async () => {
  const { ask, give, startAs } = await workspaceWithTheApp();
  expect(await startAs('entra-app')).toBe(403);
  const given = [owner, runner, { ...app, all_permissions: direct('CAN_MANAGE_RUN') }, admins];
  expect((await give('PATCH', app, 'CAN_MANAGE_RUN')).body.access_control_list).toEqual(given);
  expect((await ask('GET')).body.access_control_list).toEqual(given);
  expect(await startAs('entra-app')).toBe(200);
  await give('PATCH', app, 'CAN_VIEW');
  expect(await startAs('entra-app')).toBe(403);
});

test('PUT replaces what was given', async () => {
  const { give, startAs } = await workspaceWithTheApp();
  expect(await startAs('dapi-runner')).toBe(200);
  const { body } = await give('PUT', app, 'CAN_MANAGE_RUN');
  expect(body.access_control_list).toEqual([owner, { ...app, all_permissions: direct('CAN_MANAGE_RUN') }, admins]);
  expect(await startAs('dapi-runner')).toBe(403);
});

test('what everybody was given is good for everybody', async () => {
  const { give, startAs } = await workspaceWithTheApp();
  await give('PATCH', { group_name: 'users' }, 'CAN_MANAGE_RUN');
  expect(await startAs('dapi-person')).toBe(200);
});

test('who may not manage the job sees and changes nothing', async () => {
  const { ask } = await workspaceWithTheApp();
  for (const method of ['GET', 'PATCH', 'PUT']) {
    expect(await ask(method, { access_control_list: [] }, JOB, 'dapi-runner')).toMatchObject({
      status: 403,
      body: {
        error_code: 'PERMISSION_DENIED',
        message: expect.stringContaining('runner@x does not have Manage permissions on 101.'),
      },
    });
  }
});

test('who may manage the job need not be an admin', async () => {
  const { ask, give } = await workspaceWithTheApp();
  await give('PATCH', { user_name: 'person@x' }, 'CAN_MANAGE');
  expect((await ask('GET', undefined, JOB, 'dapi-person')).status).toBe(200);
});

test.each([
  [{ service_principal_name: 'The app' }, 'CAN_VIEW', 404, 'Principal: ServicePrincipalName(The app) does not exist'],
  [{ user_name: APPLICATION }, 'CAN_VIEW', 404, `Principal: UserName(${APPLICATION}) does not exist`],
  [{ group_name: 'strangers' }, 'CAN_VIEW', 404, 'Principal: GroupName(strangers) does not exist'],
  [{}, 'CAN_VIEW', 400, 'Principal name not defined'],
  [app, 'CAN_FLY', 400, 'CAN_FLY is not a valid permission level for a job.'],
  [app, 'IS_OWNER', 400, 'Another owner is not simulated.'],
])('%p cannot be given %s', async (principal, level, status, message) => {
  const { give } = await workspaceWithTheApp();
  expect(await give('PATCH', principal, level)).toMatchObject({ status, body: { message } });
});

test('a job that does not exist has none', async () => {
  const { ask } = await workspaceWithTheApp();
  expect(await ask('GET', undefined, '/api/2.0/permissions/jobs/5')).toMatchObject({
    status: 404,
    body: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'Job 5 does not exist.' },
  });
  expect((await ask('GET', undefined, '/api/2.0/permissions/jobs/x')).status).toBe(400);
});
