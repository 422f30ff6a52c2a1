import { manyTasks } from '../../../local/workspace/scenarios/many-tasks';
import { plainText } from '../../../local/workspace/scenarios/plain-text';
import { queued } from '../../../local/workspace/scenarios/queued';
import { type Answer, workspaceWith } from '../../support/workspace-client';

const keys = (run: Answer) => run.tasks.map((task: Answer) => task.task_key);

describe('a run of 250 tasks', () => {
  test('is read in three pages, of which the later ones have nothing but tasks', async () => {
    const { start, run } = workspaceWith([manyTasks]);
    const id = await start({ job_parameters: { a: 'b' } });
    const pages = [await run(id, '&include_history=true')];
    while (pages.at(-1).next_page_token)
      pages.push(await run(id, `&include_history=true&page_token=${pages.at(-1).next_page_token}`));
    expect(pages.map((page) => page.tasks.length)).toEqual([100, 100, 50]);
    expect(new Set(pages.flatMap(keys)).size).toBe(250);
    expect(pages[0]).toMatchObject({ run_id: id, job_parameters: [{ name: 'a' }], repair_history: [{}] });
    expect(pages[1]).toMatchObject({ run_id: id, job_parameters: [], job_clusters: [], repair_history: [] });
  });

  test('seems to have 100 in API 2.1, which does not say that there are more', async () => {
    const { start, get, run: getRun } = workspaceWith([manyTasks]);
    const id = await start();
    const { next_page_token } = await getRun(id);
    const run = await get(`/api/2.1/jobs/runs/get?run_id=${id}&page_token=${next_page_token}`);
    expect(keys(run)).toEqual(Array.from({ length: 100 }, (_, index) => `task_${index}`));
    expect(run).not.toHaveProperty('next_page_token');
  });

  test('shows 100 of them in a list that is asked for tasks', async () => {
    const { start, get } = workspaceWith([manyTasks]);
    await start();
    const { runs } = await get('runs/list?expand_tasks=true');
    expect(runs[0].tasks).toHaveLength(100);
    expect(runs[0].has_more).toBe(true);
    expect((await get('runs/list')).runs[0]).not.toHaveProperty('tasks');
  });

  test('belongs to a job of 250 tasks, with the same surprises', async () => {
    const { get, jobId } = workspaceWith([manyTasks]);
    const first = await get(`get?job_id=${jobId}`);
    const second = await get(`get?job_id=${jobId}&page_token=${first.next_page_token}`);
    expect([first, second].map((page) => page.settings.tasks.length)).toEqual([100, 100]);
    expect((await get(`/api/2.1/jobs/get?job_id=${jobId}`)).settings.tasks).toHaveLength(100);
    expect((await get('list?expand_tasks=true')).jobs[0]).toMatchObject({ has_more: true });
    expect((await get('/api/2.1/jobs/list?expand_tasks=true')).jobs[0].settings).not.toHaveProperty('tasks');
  });
});

describe('the list of runs', () => {
  const withRuns = async (count: number) => {
    const client = workspaceWith([plainText]);
    await client.post('update', { job_id: client.jobId, new_settings: { max_concurrent_runs: 1000 } });
    const ids: Answer[] = [];
    for (let made = 0; made < count; made++) ids.push(await client.start());
    return { ...client, newestFirst: ids.reverse() };
  };
  const ids = (page: Answer) => page.runs.map((run: Answer) => run.run_id);

  test('has no runs at all when there are none', async () => {
    const { get } = workspaceWith();
    expect(await get('runs/list')).toEqual({});
    expect(await get('/api/2.1/jobs/runs/list')).toEqual({ has_more: false });
  });

  test('is read page by page, newest first, forwards and backwards', async () => {
    const { get, newestFirst } = await withRuns(45);
    const first = await get('runs/list');
    const second = await get(`runs/list?page_token=${first.next_page_token}`);
    const third = await get(`runs/list?page_token=${second.next_page_token}`);
    expect([first, second, third].flatMap(ids)).toEqual(newestFirst);
    expect([first, second, third].map((page) => page.runs.length)).toEqual([20, 20, 5]);
    expect(third).not.toHaveProperty('next_page_token');
    expect(first).not.toHaveProperty('prev_page_token');
    expect(ids(await get(`runs/list?page_token=${second.prev_page_token}`))).toEqual(ids(first));
    expect(first).not.toHaveProperty('has_more');
  });

  test('repeats nothing when a run comes in between two pages', async () => {
    const { get, start, newestFirst } = await withRuns(30);
    const first = await get('runs/list');
    await start();
    const second = await get(`runs/list?page_token=${first.next_page_token}`);
    expect([first, second].flatMap(ids)).toEqual(newestFirst);
  });

  test('gives 25 for a limit of 0, lets 26 through, and refuses 27', async () => {
    const { get, send } = await withRuns(30);
    expect((await get('runs/list?limit=0')).runs).toHaveLength(25);
    expect((await get('runs/list?limit=26')).runs).toHaveLength(26);
    expect(await send('GET', 'runs/list?limit=27')).toMatchObject({
      status: 400,
      body: {
        error_code: 'INVALID_PARAMETER_VALUE',
        message: 'Invalid limit 27 - it has to be no more than 26.',
      },
    });
  });

  test('pages by offset in the old versions only, and not for ever', async () => {
    const { get, send, newestFirst } = await withRuns(30);
    expect(ids(await get('/api/2.1/jobs/runs/list?offset=20'))).toEqual(newestFirst.slice(20));
    expect(ids(await get('/api/2.2/jobs/runs/list?offset=20'))).toEqual(newestFirst.slice(0, 20));
    expect((await get('/api/2.0/jobs/runs/list?limit=1000')).runs).toHaveLength(30);
    const tooFar = await send('GET', '/api/2.1/jobs/runs/list?offset=10020');
    expect(tooFar.status).toBe(400);
    expect(tooFar.body.message).toMatch(/^The supplied offset 10020 has exceeded the value of 10000 allowed/);
  });

  test('refuses a token that it did not give', async () => {
    const { send } = await withRuns(1);
    expect((await send('GET', 'runs/list?page_token=abc')).status).toBe(400);
  });

  test('can be narrowed down by job, state, kind and time', async () => {
    const { get, start, post, jobId, seconds, clock } = workspaceWith([plainText, queued]);
    const early = clock.now();
    await start();
    await start();
    await seconds(65);
    const tasks = [{ task_key: 'a', notebook_task: { notebook_path: '/a' } }];
    const { run_id } = await post('runs/submit', { tasks });
    const count = async (query: string) => (await get(`runs/list?${query}`)).runs?.length ?? 0;
    expect(await count(`job_id=${jobId}`)).toBe(2);
    expect(await count('job_id=5')).toBe(0);
    expect(await count('active_only=true')).toBe(2);
    expect(await count('completed_only=true')).toBe(1);
    expect(ids(await get('runs/list?run_type=SUBMIT_RUN'))).toEqual([run_id]);
    expect(await count(`start_time_to=${early}`)).toBe(2);
    expect(await count(`start_time_from=${early + 1}`)).toBe(1);
  });
});

describe('API 2.0', () => {
  test('knows one task, told at the top, and no status', async () => {
    const { get, post, seconds } = workspaceWith();
    const settings = {
      name: 'old',
      existing_cluster_id: '0101-080000-shared01',
      notebook_task: { notebook_path: '/a' },
    };
    const { job_id } = await post('/api/2.0/jobs/create/', settings);
    const job = await get(`/api/2.0/jobs/get?job_id=${job_id}`);
    expect(job.settings).toMatchObject({ ...settings, format: 'SINGLE_TASK' });
    expect(job.settings).not.toHaveProperty('tasks');
    const { run_id, number_in_job } = await post('/api/2.0/jobs/run-now/', { job_id });
    expect(number_in_job).toBe(run_id);
    await seconds(60);
    const run = await get(`/api/2.0/jobs/runs/get/?run_id=${run_id}`);
    expect(run).toMatchObject({
      task: { notebook_task: { notebook_path: '/a' } },
      cluster_spec: { existing_cluster_id: '0101-080000-shared01' },
      cluster_instance: { cluster_id: '0101-080000-shared01' },
      state: { life_cycle_state: 'TERMINATED', result_state: 'SUCCESS' },
    });
    for (const name of ['tasks', 'status', 'job_parameters']) expect(run).not.toHaveProperty(name);
    expect((await get(`/api/2.1/jobs/get?job_id=${job_id}`)).settings).toMatchObject({
      format: 'MULTI_TASK',
      tasks: [{ task_key: 'old', notebook_task: { notebook_path: '/a' } }],
    });
  });

  test('fails as TERMINATED where there is only one task', async () => {
    const { get, post, seconds, workspace } = workspaceWith();
    workspace.addProgram('/a', {
      run: () => {
        throw new Error('no');
      },
    });
    const { run_id } = await post('/api/2.0/jobs/runs/submit', { notebook_task: { notebook_path: '/a' } });
    await seconds(60);
    const { state } = await get(`/api/2.0/jobs/runs/get?run_id=${run_id}`);
    expect(state).toMatchObject({ life_cycle_state: 'TERMINATED', result_state: 'FAILED' });
    expect((await get(`/api/2.0/jobs/runs/get-output?run_id=${run_id}`)).error).toBe('no');
  });

  test('shows the pause before a retry as the state of the run', async () => {
    const { get, post, seconds, workspace } = workspaceWith();
    workspace.addProgram('/a', {
      run: () => {
        throw new Error('no');
      },
    });
    const settings = { notebook_task: { notebook_path: '/a' }, max_retries: 1, min_retry_interval_millis: 60_000 };
    const job = await post('/api/2.0/jobs/create', settings);
    const { run_id } = await post('run-now', job);
    await seconds(30);
    const { state } = await get(`/api/2.0/jobs/runs/get?run_id=${run_id}`);
    expect(state.life_cycle_state).toBe('WAITING_FOR_RETRY');
  });

  test('takes the query of a GET from its body as well', async () => {
    const { send, start } = workspaceWith([plainText]);
    const run_id = await start();
    expect((await send('GET', '/api/2.0/jobs/runs/get', { run_id })).body.run_id).toBe(run_id);
  });
});
