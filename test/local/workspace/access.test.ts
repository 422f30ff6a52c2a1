import type { User } from '../../../local/workspace/access';
import { plainText } from '../../../local/workspace/scenarios/plain-text';
import { salesTable } from '../../../local/workspace/scenarios/sales-table';
import { workspaceWith } from '../../support/workspace-client';

describe('a request', () => {
  test('without a token is not known', async () => {
    const { send } = workspaceWith();
    expect(await send('GET', 'list', undefined, '')).toMatchObject({ status: 401, body: { error_code: 401 } });
  });

  test('with a token that nobody has is refused, with a number for a code', async () => {
    const { send } = workspaceWith();
    expect(await send('GET', 'list', undefined, 'dapi-other')).toMatchObject({
      status: 403,
      body: { error_code: 403, message: 'Invalid access token.' },
      headers: { 'x-databricks-reason-phrase': 'Invalid access token.' },
    });
  });

  test('for something unknown says so', async () => {
    const { send } = workspaceWith();
    const answer = {
      status: 404,
      body: { error_code: 'ENDPOINT_NOT_FOUND', message: "No API found for 'GET /jobs/x'" },
    };
    expect(await send('GET', '/api/2.2/jobs/x')).toMatchObject(answer);
    expect((await send('GET', '/api/2.3/jobs/list')).status).toBe(404);
    expect((await send('DELETE', 'list')).status).toBe(404);
    expect((await send('GET', '/')).status).toBe(404);
  });

  test('may have a slash at the end of its path', async () => {
    const { send } = workspaceWith();
    expect((await send('GET', '/api/2.2/jobs/list/')).status).toBe(200);
  });

  test.each([
    ['not JSON', '{"job_id":'],
    ['a list', '[]'],
    ['of the wrong type', '{"job_id":"seven"}'],
  ])('is refused if its body is %s', async (_what, body) => {
    const { send } = workspaceWith();
    expect(await send('POST', 'run-now', body)).toMatchObject({
      status: 400,
      body: { error_code: 'MALFORMED_REQUEST' },
    });
  });

  test('is refused if its body has more than 10 MB', async () => {
    const { send } = workspaceWith();
    const body = JSON.stringify({ job_id: 'x'.repeat(10 * 1024 * 1024) });
    expect((await send('POST', 'run-now', body)).status).toBe(400);
  });

  test('without an id is told which one is missing', async () => {
    const { send } = workspaceWith();
    const { body } = await send('GET', 'runs/get');
    expect(body).toEqual({ error_code: 'INVALID_PARAMETER_VALUE', message: 'Missing required field: run_id' });
  });
});

describe('what does not exist', () => {
  test('is told in two ways, which can be switched', async () => {
    const { send, workspace } = workspaceWith();
    const old = { error_code: 'INVALID_PARAMETER_VALUE', message: 'Run 5 does not exist.' };
    expect(await send('GET', 'runs/get?run_id=5')).toMatchObject({ status: 400, body: old });
    workspace.settings.notFound = 'new404';
    const reply = await send('GET', 'runs/get?run_id=5');
    expect(reply.status).toBe(404);
    expect(reply.body).toEqual({ message: 'Run 5 does not exist.' });
    expect((await send('POST', 'run-now', { job_id: 5 })).body).toEqual({ message: 'Job 5 does not exist.' });
  });
});

describe('a user', () => {
  const users: User[] = [
    { name: 'admin@x', tokens: ['dapi-admin'], admin: true },
    { name: 'viewer@x', tokens: ['dapi-viewer', 'dapi-viewer-2'], permissions: { 101: 'CAN_VIEW' } },
    { name: 'runner@x', tokens: ['dapi-runner'], permissions: { 101: 'CAN_MANAGE_RUN' } },
  ];
  const denied = (name: string, rights: string, job: number) => ({
    status: 403,
    body: {
      error_code: 'PERMISSION_DENIED',
      message: `User ${name} does not have ${rights} permissions on job ${job}`,
    },
  });

  test('who may not see a job does not learn whether it exists', async () => {
    const { send } = workspaceWith([salesTable], { users });
    const rights = 'View or Admin or Manage Run or Owner';
    expect(await send('GET', 'get?job_id=5', undefined, 'dapi-viewer')).toMatchObject(denied('viewer@x', rights, 5));
    expect((await send('GET', 'get?job_id=5', undefined, 'dapi-admin')).body.message).toBe('Job 5 does not exist.');
  });

  test('who may only see a job can neither start nor change it', async () => {
    const { send } = workspaceWith([salesTable], { users });
    expect((await send('GET', 'get?job_id=101', undefined, 'dapi-viewer-2')).status).toBe(200);
    const start = (token: string) => send('POST', 'run-now', { job_id: 101 }, token);
    expect(await start('dapi-viewer')).toMatchObject(denied('viewer@x', 'Admin or Manage Run or Owner', 101));
    const { body } = await start('dapi-runner');
    expect((await send('GET', `runs/get?run_id=${body.run_id}`, undefined, 'dapi-viewer')).status).toBe(200);
    expect((await send('POST', 'runs/cancel', body, 'dapi-viewer')).status).toBe(403);
    expect((await send('POST', 'runs/cancel', body, 'dapi-runner')).status).toBe(200);
    expect((await send('POST', 'delete', { job_id: 101 }, 'dapi-runner')).status).toBe(403);
  });

  test('sees in lists only what is theirs to see', async () => {
    const { send } = workspaceWith([plainText, salesTable], { users });
    const list = async (what: string, token: string) => (await send('GET', what, undefined, token)).body;
    expect((await list('list', 'dapi-viewer')).jobs).toHaveLength(1);
    expect((await list('list', 'dapi-admin')).jobs).toHaveLength(2);
    const tasks = [{ task_key: 'a', notebook_task: { notebook_path: '/a' } }];
    const { body } = await send('POST', 'runs/submit', { tasks }, 'dapi-runner');
    expect(await list('runs/list', 'dapi-viewer')).toEqual({});
    expect((await list('runs/list', 'dapi-runner')).runs).toHaveLength(1);
    expect((await send('GET', `runs/get?run_id=${body.run_id}`, undefined, 'dapi-viewer')).status).toBe(403);
  });

  test('owns the jobs they created', async () => {
    const { send } = workspaceWith([], { users });
    const tasks = [{ task_key: 'a', notebook_task: { notebook_path: '/a' } }];
    const { body } = await send('POST', 'create', { tasks }, 'dapi-viewer');
    expect((await send('POST', 'run-now', body, 'dapi-viewer')).status).toBe(200);
    expect((await send('POST', 'run-now', body, 'dapi-runner')).status).toBe(403);
    expect((await send('POST', 'delete', body, 'dapi-viewer')).status).toBe(200);
  });
});
