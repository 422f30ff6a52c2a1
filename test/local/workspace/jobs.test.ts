import { queued } from '../../../local/workspace/scenarios/queued';
import { type Answer, workspaceWith } from '../../support/workspace-client';

const task = (task_key: string, ...needs: string[]) => ({
  task_key,
  notebook_task: { notebook_path: `/${task_key}` },
  depends_on: needs.map((need) => ({ task_key: need })),
});

test('a new job is given back as it was written, with what goes without saying', async () => {
  const { post, get, clock } = workspaceWith();
  const written = { name: 'etl', tasks: [task('a'), task('b', 'a')], tags: { team: 'x' }, unheard_of: { n: 1 } };
  const { job_id } = await post('create', written);
  expect(await get(`get?job_id=${job_id}`)).toEqual({
    job_id,
    creator_user_name: 'demo@example.com',
    run_as_user_name: 'demo@example.com',
    created_time: clock.now(),
    settings: {
      ...written,
      format: 'MULTI_TASK',
      max_concurrent_runs: 1,
      timeout_seconds: 0,
      email_notifications: {},
      queue: { enabled: true },
    },
  });
});

test('only API 2.2 gives a new job a queue', async () => {
  const { post, get } = workspaceWith();
  const { job_id } = await post('/api/2.1/jobs/create', { tasks: [task('a')] });
  const { settings } = await get(`get?job_id=${job_id}`);
  expect(settings).not.toHaveProperty('queue');
  expect(settings.name).toBe('Untitled');
});

test('an update replaces fields, and tasks one by one', async () => {
  const { post, get } = workspaceWith();
  const { job_id } = await post('create', {
    name: 'x',
    tasks: [task('a'), task('b')],
    tags: { t: '1' },
    timeout_seconds: 5,
  });
  const new_settings = { name: 'y', tasks: [{ ...task('b'), timeout_seconds: 9 }, task('c', 'b')] };
  await post('update', { job_id, new_settings, fields_to_remove: ['tags', 'tasks/a'] });
  const { settings } = await get(`get?job_id=${job_id}`);
  expect(settings.tasks.map((each: Answer) => each.task_key)).toEqual(['b', 'c']);
  expect(settings).toMatchObject({ name: 'y', timeout_seconds: 5, tasks: [{ timeout_seconds: 9 }, {}] });
  expect(settings).not.toHaveProperty('tags');
});

test('a reset replaces everything', async () => {
  const { post, get } = workspaceWith();
  const { job_id } = await post('create', { name: 'x', tasks: [task('a')], tags: { t: '1' } });
  await post('reset', { job_id, new_settings: { name: 'z', tasks: [task('b')] } });
  const { settings } = await get(`get?job_id=${job_id}`);
  expect(settings).not.toHaveProperty('tags');
  expect(settings).toMatchObject({ name: 'z', tasks: [{ task_key: 'b' }] });
});

test('a change of a job leaves the runs alone that it has', async () => {
  const { post, start, run, jobId } = workspaceWith([queued]);
  const id = await start();
  await post('reset', { job_id: jobId, new_settings: { name: 'z', tasks: [task('b')] } });
  expect(await run(id)).toMatchObject({ run_name: 'Queued', tasks: [{ task_key: 'main' }] });
});

test('a deleted job is gone, its active runs are cancelled, and all of them can still be read', async () => {
  const { post, start, run, send, seconds, jobId } = workspaceWith([queued]);
  const id = await start();
  expect(await post('delete', { job_id: jobId })).toEqual({});
  expect((await send('GET', `get?job_id=${jobId}`)).body.message).toBe(`Job ${jobId} does not exist.`);
  await seconds(5);
  expect((await run(id)).state.result_state).toBe('CANCELED');
});

test('jobs are listed newest first, page by page, and found by name whatever its case', async () => {
  const { post, get } = workspaceWith();
  const ids: Answer[] = [];
  for (let index = 0; index < 45; index++)
    ids.unshift((await post('create', { name: `Job ${index}`, tasks: [task('a')] })).job_id);
  const first = await get('list?limit=30');
  const second = await get(`list?limit=30&page_token=${first.next_page_token}`);
  expect([...first.jobs, ...second.jobs].map((job: Answer) => job.job_id)).toEqual(ids);
  expect(second).not.toHaveProperty('next_page_token');
  expect(first.jobs[0].settings).not.toHaveProperty('tasks');
  expect((await get('list?expand_tasks=true')).jobs[0].settings.tasks).toHaveLength(1);
  expect((await get('list?name=jOB%207')).jobs).toMatchObject([{ settings: { name: 'Job 7' } }]);
  expect(await get('list?name=Job')).toEqual({});
  expect((await get('list')).jobs).toHaveLength(20);
  expect((await get('/api/2.1/jobs/list')).has_more).toBe(true);
});

test('the list refuses more than 100 a page, and an offset above 1000', async () => {
  const { send } = workspaceWith();
  expect((await send('GET', 'list?limit=101')).status).toBe(400);
  const { body } = await send('GET', '/api/2.1/jobs/list?offset=1001');
  expect(body.message).toMatch(/^The supplied offset 1001 has exceeded the value of 1000 allowed/);
});

test.each([
  ['two tasks of one name', [task('a'), task('a')]],
  ['a dependency on nothing', [task('a', 'b')]],
  ['a circle', [task('a', 'b'), task('b', 'a'), task('c')]],
  ['a task without anything to run', [{ task_key: 'a' }]],
  ['a task without a name', [{ notebook_task: { notebook_path: '/a' } }]],
  ['more than 1,000 tasks', Array.from({ length: 1001 }, (_, index) => task(`t${index}`))],
])('a job is refused for %s', async (_what, tasks) => {
  const { send } = workspaceWith();
  expect(await send('POST', 'create', { tasks })).toMatchObject({
    status: 400,
    body: { error_code: 'INVALID_PARAMETER_VALUE' },
  });
});
