import { giantIds } from '../../../local/workspace/scenarios/giant-ids';
import { manyTasks } from '../../../local/workspace/scenarios/many-tasks';
import { queued } from '../../../local/workspace/scenarios/queued';
import { quickSuccess } from '../../../local/workspace/scenarios/quick-success';
import { salesTable } from '../../../local/workspace/scenarios/sales-table';
import { skippedByLimit } from '../../../local/workspace/scenarios/skipped-by-limit';
import { type Answer, states, workspaceWith } from '../../support/workspace-client';

const SKIPPED = 'Skipping this run because the limit of 1 maximum concurrent runs has been reached.';

describe('one run too many', () => {
  test('of a job without a queue is skipped, although its start succeeds', async () => {
    const { start, run, jobId, send } = workspaceWith([skippedByLimit]);
    await start();
    const second = await send('POST', 'run-now', { job_id: jobId });
    expect(second.status).toBe(200);
    const skipped = await run(second.body.run_id);
    expect(states(skipped)).toEqual(['SKIPPED', undefined, 'TERMINATED']);
    expect(skipped.state.state_message).toBe(SKIPPED);
    expect(skipped.status.termination_details.code).toBe('MAX_CONCURRENT_RUNS_EXCEEDED');
    expect(skipped.state).not.toHaveProperty('result_state');
  });

  test('of a job with a queue waits until it may', async () => {
    const { start, run, seconds } = workspaceWith([queued]);
    const [, second, third] = [await start(), await start(), await start()];
    const waiting = await run(second);
    expect(states(waiting)).toEqual(['QUEUED', undefined, 'QUEUED']);
    expect(waiting.status.queue_details.code).toBe('MAX_CONCURRENT_RUNS_REACHED');
    expect(states(waiting.tasks[0])).toEqual(['QUEUED', undefined, 'QUEUED']);
    expect(waiting.state.queue_reason).toContain('the limit of 1 maximum concurrent runs');
    await seconds(70);
    const running = await run(second);
    expect(running.state.life_cycle_state).toBe('RUNNING');
    expect(running.queue_duration).toBe(61_500);
    expect((await run(third)).state.life_cycle_state).toBe('QUEUED');
    await seconds(200);
    expect(states(await run(third))).toEqual(['TERMINATED', 'SUCCESS', 'TERMINATED']);
  });

  test('of one job does not hold up those of another', async () => {
    const { post, run, seconds, workspace } = workspaceWith([queued]);
    workspace.addProgram('/short', { run: () => 'done' });
    const [slowJob] = workspace.jobs();
    const tasks = [{ task_key: 'a', notebook_task: { notebook_path: '/short' } }];
    const shortJob = await post('create', { tasks });
    const start = async (job_id: unknown) => (await post('run-now', { job_id })).run_id;
    await start(slowJob?.jobId);
    await start(slowJob?.jobId);
    await start(shortJob.job_id);
    const second = await start(shortJob.job_id);
    await seconds(20);
    expect((await run(second)).state.result_state).toBe('SUCCESS');
  });

  test('waits or not, if the caller says so', async () => {
    const { start, run } = workspaceWith([queued]);
    await start();
    expect((await run(await start({ queue: { enabled: false } }))).state.life_cycle_state).toBe('SKIPPED');
  });

  test.each([
    ['2.0', 'SKIPPED'],
    ['2.1', 'SKIPPED'],
    ['2.2', 'QUEUED'],
  ])('of a job that API %s created is %s', async (version, expected) => {
    const { post, run } = workspaceWith();
    const fields = { name: 'x', tasks: [{ task_key: 'a', notebook_task: { notebook_path: '/a' } }] };
    const { job_id } = await post(`/api/${version}/jobs/create`, fields);
    await post('run-now', { job_id });
    const { run_id } = await post('run-now', { job_id });
    expect((await run(run_id)).state.life_cycle_state).toBe(expected);
  });

  test('waits for 48 hours at most', async () => {
    const { start, run, seconds, workspace } = workspaceWith([queued]);
    workspace.addProgram('/Stories/A minute', { pace: { runningMs: 1e9 }, run: () => 'at last' });
    await start();
    const second = await start();
    await seconds(48 * 3600 - 1);
    expect((await run(second)).state.life_cycle_state).toBe('QUEUED');
    await seconds(1);
    expect((await run(second)).state.life_cycle_state).toBe('SKIPPED');
  });
});

describe('an idempotency token', () => {
  test('leads to the same run, also after that has ended', async () => {
    const { start, run, seconds, get } = workspaceWith([quickSuccess]);
    const first = await start({ idempotency_token: 'once' });
    expect(await start({ idempotency_token: 'once' })).toBe(first);
    await seconds(60);
    expect(await start({ idempotency_token: 'once' })).toBe(first);
    expect((await run(first)).state.result_state).toBe('SUCCESS');
    expect(await start({ idempotency_token: 'twice' })).not.toBe(first);
    expect((await get('runs/list')).runs).toHaveLength(2);
  });

  test('works for submitted runs, too', async () => {
    const { post } = workspaceWith();
    const run = { idempotency_token: 'once', tasks: [{ task_key: 'a', notebook_task: { notebook_path: '/a' } }] };
    expect(await post('runs/submit', run)).toEqual(await post('runs/submit', run));
  });

  test('of a deleted run is refused', async () => {
    const { start, post, seconds, send, jobId } = workspaceWith([quickSuccess]);
    const run_id = await start({ idempotency_token: 'once' });
    await seconds(60);
    await post('runs/delete', { run_id });
    const again = await send('POST', 'run-now', { job_id: jobId, idempotency_token: 'once' });
    expect(again).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } });
  });

  test('has 64 characters at most', async () => {
    const { send, start, jobId } = workspaceWith([quickSuccess]);
    await start({ idempotency_token: 'x'.repeat(64) });
    const tooLong = await send('POST', 'run-now', { job_id: jobId, idempotency_token: 'x'.repeat(65) });
    expect(tooLong).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } });
  });
});

describe('the limits of the workspace', () => {
  test('2,000 task runs at a time: one more is refused, or waits if it may', async () => {
    const { start, run, seconds, send, jobId, post } = workspaceWith([quickSuccess]);
    await post('update', { job_id: jobId, new_settings: { max_concurrent_runs: 5000 } });
    for (let count = 0; count < 2000; count++) await start();
    const refused = await send('POST', 'run-now', { job_id: jobId, queue: { enabled: false } });
    expect(refused).toMatchObject({ status: 429, body: { error_code: 'REQUEST_LIMIT_EXCEEDED' } });
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    const waiting = await run(await start());
    expect(waiting.status.queue_details.code).toBe('ACTIVE_RUNS_LIMIT_REACHED');
    await seconds(60);
    expect((await run(waiting.run_id)).state.result_state).toBe('SUCCESS');
  });

  test('750 tasks at a time that run other jobs', async () => {
    const { post, send } = workspaceWith([salesTable]);
    const tasks = Array.from({ length: 751 }, (_, index) => ({
      task_key: `t${index}`,
      run_job_task: { job_id: 101 },
    }));
    const job = await post('create', { tasks, queue: { enabled: false } });
    expect(await send('POST', 'run-now', job)).toMatchObject({ status: 429 });
  });

  test('10,000 jobs created an hour, of which submitted runs are some', async () => {
    const { post, send, seconds } = workspaceWith();
    const tasks = [{ task_key: 'a', notebook_task: { notebook_path: '/a' } }];
    await post('runs/submit', { tasks });
    for (let count = 1; count < 10_000; count++) await post('create', { tasks });
    expect(await send('POST', 'create', { tasks })).toMatchObject({ status: 429 });
    const refused = await send('POST', 'runs/submit', { tasks });
    expect(refused.status).toBe(429);
    expect(refused.headers).toHaveProperty('retry-after');
    await seconds(3600);
    expect((await send('POST', 'create', { tasks })).status).toBe(200);
  });
});

describe('the parameters of a run', () => {
  const table = async (more: object) => {
    const { start, run, output, seconds } = workspaceWith([salesTable]);
    const id = await start(more);
    await seconds(60);
    const ended = await run(id);
    return { ended, rows: JSON.parse((await output(ended.tasks[0].run_id)).notebook_output.result) };
  };

  test('decide its rows', async () => {
    const { rows } = await table({ job_parameters: { region: 'SUR', days: '2' } });
    expect(rows).toHaveLength(6);
    expect(rows[0]).toEqual({
      date: '2026-01-01',
      region: 'SUR',
      product: 'Coffee',
      units: expect.any(Number),
      revenue: expect.any(Number),
    });
    expect((await table({})).rows).toHaveLength(36);
  });

  test('are shown with their defaults', async () => {
    const { ended } = await table({ job_parameters: { region: 'SUR', extra: 'x' } });
    expect(ended.job_parameters).toEqual([
      { name: 'region', default: 'ALL', value: 'SUR' },
      { name: 'from', default: '2026-01-01', value: '2026-01-01' },
      { name: 'days', default: '3', value: '3' },
      { name: 'extra', value: 'x' },
    ]);
  });

  test('reach a notebook over those of its task, unless the job has one of that name', async () => {
    const { post, run, output, seconds, workspace } = workspaceWith();
    workspace.addProgram('/echo', { run: ({ parameters }) => parameters });
    const base_parameters = { a: 'task', b: 'task', c: '{{job.run_id}}', d: '{{nothing}}' };
    const tasks = [{ task_key: 'a', notebook_task: { notebook_path: '/echo', base_parameters } }];
    const job = await post('create', { tasks, parameters: [{ name: 'a', default: 'job' }] });
    const { run_id } = await post('run-now', { ...job, notebook_params: { a: 'run', b: 'run' } });
    await seconds(60);
    const result = (await output((await run(run_id)).tasks[0].run_id)).notebook_output.result;
    expect(JSON.parse(result)).toEqual({ a: 'job', b: 'run', c: String(run_id), d: '{{nothing}}' });
    expect((await run(run_id)).overriding_parameters).toEqual({ notebook_params: { a: 'run', b: 'run' } });
  });

  test.each([
    ['notebook_params with jar_params', { notebook_params: {}, jar_params: [] }],
    ['job_parameters with notebook_params', { job_parameters: {}, notebook_params: {} }],
    ['job_parameters with python_params', { job_parameters: {}, python_params: [] }],
    ['more than 10,000 bytes', { notebook_params: { a: 'é'.repeat(5000) } }],
    ['more than ASCII for Python', { python_params: ['é'] }],
    ['a task that does not exist', { only: ['nowhere'] }],
  ])('are refused: %s', async (_what, more) => {
    const { send } = workspaceWith([salesTable]);
    const reply = await send('POST', 'run-now', { job_id: 101, ...more });
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } });
  });
});

describe('a submitted run', () => {
  test('runs its tasks without a job that anybody could find', async () => {
    const { post, run, seconds, send } = workspaceWith();
    const { run_id } = await post('runs/submit', {
      tasks: [
        { task_key: 'a', notebook_task: { notebook_path: '/a' } },
        { task_key: 'b', notebook_task: { notebook_path: '/b' }, depends_on: [{ task_key: 'a' }] },
      ],
    });
    await seconds(60);
    const ended = await run(run_id);
    expect(ended).toMatchObject({ run_name: 'Untitled', run_type: 'SUBMIT_RUN', state: { result_state: 'SUCCESS' } });
    expect((await send('GET', `get?job_id=${ended.job_id}`)).status).toBe(400);
  });

  test('is not retried by itself', async () => {
    const { post, run, seconds, workspace } = workspaceWith();
    workspace.addProgram('/a', {
      run: () => {
        throw new Error('no');
      },
    });
    const tasks = [{ task_key: 'a', notebook_task: { notebook_path: '/a' }, max_retries: 5 }];
    const { run_id } = await post('runs/submit', { tasks });
    await seconds(60);
    expect((await run(run_id)).tasks).toHaveLength(1);
  });

  test('of the old single-task form shares its id with its task', async () => {
    const { post, run, output, seconds, workspace } = workspaceWith();
    workspace.addProgram('/a', { run: ({ parameters }) => `with ${parameters.x}` });
    const { run_id } = await post('/api/2.0/jobs/runs/submit', {
      run_name: 'my old run',
      existing_cluster_id: '0101-080000-shared01',
      notebook_task: { notebook_path: '/a', base_parameters: { x: 'y' } },
      timeout_seconds: 3600,
    });
    await seconds(60);
    const [task] = (await run(run_id)).tasks;
    expect(task).toMatchObject({ run_id, task_key: 'my_old_run', timeout_seconds: 3600 });
    expect((await output(run_id)).notebook_output.result).toBe('with y');
  });
});

describe('ids', () => {
  test('above 2^53 keep all of their digits', async () => {
    const { start, run, output, seconds, jobId } = workspaceWith([giantIds]);
    expect(jobId > 2n ** 53n).toBe(true);
    const id = await start();
    expect(typeof id).toBe('bigint');
    expect(BigInt(Number(id))).not.toBe(id);
    await seconds(60);
    const ended = await run(id);
    expect(ended).toMatchObject({ run_id: id, job_id: jobId });
    expect(ended.run_page_url).toContain(`#job/${jobId}/run/${id}`);
    expect((await output(ended.tasks[0].run_id)).metadata.job_run_id).toBe(id);
  });

  test('may be sent as text', async () => {
    const { post, jobId, run } = workspaceWith([giantIds]);
    const { run_id } = await post('run-now', { job_id: String(jobId) });
    expect((await run(run_id)).run_id).toBe(run_id);
  });

  test('are the same for the same seed, and others for another', async () => {
    const idOf = async (seed: number) => workspaceWith([manyTasks], { seed }).start();
    expect(await idOf(7)).toBe(await idOf(7));
    expect(await idOf(7)).not.toBe(await idOf(8));
  });
});

test('2,000 runs in flight cost next to nothing to look at', async () => {
  const { start, run, seconds, post, jobId } = workspaceWith([quickSuccess]);
  await post('update', { job_id: jobId, new_settings: { max_concurrent_runs: 5000 } });
  const ids: Answer[] = [];
  for (let count = 0; count < 2000; count++) ids.push(await start());
  const before = performance.now();
  for (const id of ids) await run(id);
  expect((performance.now() - before) / ids.length).toBeLessThan(2);
  await seconds(10);
  expect((await run(ids[1999])).state.result_state).toBe('SUCCESS');
});
