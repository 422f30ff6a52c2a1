import { workspaceWith } from '../../support/workspace-client';

const notebook = { task_key: 'a', notebook_task: { notebook_path: '/a' } };
const other = (fields: Record<string, unknown>) => ({ task_key: 'a', ...fields });

/** What a job might say of its tasks that no run could make sense of. */
const broken: [string, Record<string, unknown>][] = [
  ['tasks must be a list', { tasks: 'x' }],
  ['tasks[0] must be an object', { tasks: [null] }],
  ['tasks[0].depends_on must be a list', { tasks: [{ ...notebook, depends_on: 'x' }] }],
  ['tasks[0].depends_on[0] must be an object', { tasks: [{ ...notebook, depends_on: [null] }] }],
  ['tasks[0].run_if must be one of ALL_SUCCESS', { tasks: [{ ...notebook, run_if: 'BOGUS' }] }],
  ['tasks[0].timeout_seconds must be a whole number from 0', { tasks: [{ ...notebook, timeout_seconds: -5 }] }],
  ['tasks[0].max_retries must be a whole number from -1', { tasks: [{ ...notebook, max_retries: 'x' }] }],
  ['tasks[0].notebook_task must be an object', { tasks: [other({ notebook_task: 'x' })] }],
  [
    'tasks[0].spark_python_task.parameters must be a list',
    { tasks: [other({ spark_python_task: { parameters: 'x' } })] },
  ],
  [
    'tasks[0].condition_task.left must be a string',
    { tasks: [other({ condition_task: { op: 'EQUAL_TO', left: 1 } })] },
  ],
  ['tasks[0].condition_task.op must be one of', { tasks: [other({ condition_task: { op: 'BOGUS' } })] }],
  ['tasks[0].for_each_task.inputs must be a string', { tasks: [other({ for_each_task: { inputs: [1] } })] }],
  [
    'tasks[0].for_each_task.concurrency must be a whole number from 1',
    { tasks: [other({ for_each_task: { inputs: '[1]', concurrency: 0, task: notebook } })] },
  ],
  [
    'tasks[0].for_each_task.task.for_each_task must be something other',
    { tasks: [other({ for_each_task: { inputs: '[1]', task: { task_key: 'b', for_each_task: {} } } })] },
  ],
  ['tasks[0].run_job_task.job_id must be a whole number', { tasks: [other({ run_job_task: { job_id: 1.5 } })] }],
  ['tasks[0].run_job_task.job_id must be a whole number', { tasks: [other({ run_job_task: {} })] }],
  ['name must be a string', { name: 5 }],
  ['parameters must be a list', { parameters: 'x' }],
  ['parameters[0] must be an object', { parameters: [null] }],
  ['job_clusters must be a list', { job_clusters: 'x' }],
  ['max_concurrent_runs must be a whole number from 0', { max_concurrent_runs: 'a' }],
];

test.each(broken)('a job is refused whose %s', async (complaint, settings) => {
  const { send } = workspaceWith();
  const refused = {
    status: 400,
    body: { error_code: 'MALFORMED_REQUEST', message: expect.stringContaining(complaint) },
  };
  const created = await send('POST', 'create', { name: 'n', tasks: [notebook], ...settings });
  expect(created).toMatchObject(refused);
  const { body } = await send('POST', 'create', { name: 'n', tasks: [notebook] });
  const updated = await send('POST', 'update', { job_id: body.job_id, new_settings: settings });
  expect(updated).toMatchObject(refused);
  if ('tasks' in settings) expect(await send('POST', 'runs/submit', settings)).toMatchObject(refused);
});

test('what is null is taken for not given', async () => {
  const { post } = workspaceWith();
  const { job_id } = await post('create', { name: 'n', tasks: [{ ...notebook, depends_on: null }], parameters: null });
  expect(await post('run-now', { job_id })).toMatchObject({ run_id: expect.anything() });
});

test('a job that may have no run at a time skips them all', async () => {
  const { post, get, clock } = workspaceWith();
  const { job_id } = await post('create', { name: 'n', tasks: [notebook], max_concurrent_runs: 0 });
  const { run_id } = await post('run-now', { job_id });
  await clock.advance(1000);
  expect((await get(`runs/get?run_id=${run_id}`)).state.life_cycle_state).toBe('SKIPPED');
});
