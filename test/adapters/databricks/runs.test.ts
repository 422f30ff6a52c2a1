import { failingNotebook } from '../../../local/workspace/scenarios/failing-notebook';
import { giantIds } from '../../../local/workspace/scenarios/giant-ids';
import { manyTasks } from '../../../local/workspace/scenarios/many-tasks';
import { retriedTask } from '../../../local/workspace/scenarios/retried-task';
import { runJob } from '../../../local/workspace/scenarios/run-job';
import { salesTable } from '../../../local/workspace/scenarios/sales-table';
import { clientAnswered, json, problemIn, valueIn, workspaceClient } from './client';

const MINIMAL = { run_id: 5, state: { life_cycle_state: 'RUNNING' } };

test('a run is started, watched and read', async () => {
  const { databricks, start, seconds, jobId } = workspaceClient([salesTable]);
  const runId = await start({ job_parameters: { region: 'NORTE' } });
  const begun = valueIn(await databricks.run(runId));
  expect(begun).toMatchObject({ id: runId, jobId, name: 'Sales table', state: { result: undefined } });
  expect(begun.pageUrl).toContain(`#job/${jobId}/run/${runId}`);
  await seconds(600);
  const ended = valueIn(await databricks.run(runId));
  expect(ended.state).toEqual({
    lifeCycle: 'TERMINATED',
    result: 'SUCCESS',
    status: 'TERMINATED',
    terminationCode: 'SUCCESS',
    terminationType: 'SUCCESS',
    message: '',
  });
  const [task] = ended.tasks;
  expect(task).toMatchObject({ kind: 'notebook_task', state: { result: 'SUCCESS' } });
  const output = valueIn(await databricks.output(task?.id ?? ''));
  expect(JSON.parse(output.notebook_output?.result ?? '')).toBeTruthy();
});

test('an id that no number can hold keeps its digits everywhere', async () => {
  const { databricks, requests, start, seconds, jobId } = workspaceClient([giantIds]);
  const runId = await start();
  expect(BigInt(runId) > 2n ** 53n && BigInt(runId) % 2n === 1n).toBe(true);
  expect(String(requests[0]?.body)).toBe(`{"job_id":${jobId}}`);
  await seconds(60);
  const run = valueIn(await databricks.run(runId));
  expect(run).toMatchObject({ id: runId, jobId });
  const taskRunId = run.tasks[0]?.id ?? '';
  const { metadata } = valueIn(await databricks.output(taskRunId));
  expect(metadata).toMatchObject({
    run_id: taskRunId,
    job_id: jobId,
    job_run_id: runId,
    original_attempt_run_id: taskRunId,
  });
  valueIn(await databricks.cancel(runId));
  expect(String(requests.at(-1)?.body)).toBe(`{"run_id":${runId}}`);
});

test('the same idempotency token leads to the same run', async () => {
  const { start } = workspaceClient([salesTable]);
  expect(await start({ idempotency_token: 'a' })).toBe(await start({ idempotency_token: 'a' }));
});

test('what else is in the body of a start is passed on as it is', async () => {
  const { databricks, requests } = clientAnswered(json({ run_id: 1 }));
  await databricks.runNow({ notebook_params: { id: '007', n: '9007199254740993' }, job_id: '7', only: ['a'] });
  expect(String(requests[0]?.body)).toBe(
    '{"job_id":7,"notebook_params":{"id":"007","n":"9007199254740993"},"only":["a"]}',
  );
});

test('of 250 tasks all are read, in their order', async () => {
  const { databricks, requests, start } = workspaceClient([manyTasks]);
  const run = valueIn(await databricks.run(await start()));
  expect(run.tasks.map(({ key }) => key)).toEqual(Array.from({ length: 250 }, (_, index) => `task_${index}`));
  expect(requests.filter(({ path }) => path === '/api/2.2/jobs/runs/get')).toHaveLength(3);
});

test('of a task that was tried again only the latest attempt is left', async () => {
  const { databricks, start, seconds } = workspaceClient([retriedTask]);
  const runId = await start();
  await seconds(120);
  const { tasks } = valueIn(await databricks.run(runId));
  expect(tasks).toMatchObject([{ key: 'flaky', state: { result: 'SUCCESS' } }]);
  const output = valueIn(await databricks.output(tasks[0]?.id ?? ''));
  expect(output.notebook_output?.result).toBe('{"attempt":2}');
});

test('a failed run tells so in both vocabularies, and its task has an error', async () => {
  const { databricks, start, seconds } = workspaceClient([failingNotebook]);
  const runId = await start();
  await seconds(120);
  const run = valueIn(await databricks.run(runId));
  expect(run.state).toMatchObject({
    lifeCycle: 'INTERNAL_ERROR',
    result: 'FAILED',
    status: 'TERMINATED',
    terminationCode: 'RUN_EXECUTION_ERROR',
    terminationType: 'CLIENT_ERROR',
    message: expect.stringContaining('failed with message'),
  });
  const failed = run.tasks.find(({ state }) => state.result === 'FAILED');
  const output = valueIn(await databricks.output(failed?.id ?? ''));
  expect(output.error).toBeTruthy();
  expect(output.error_trace).toBeTruthy();
});

test('a task that runs another job names its run', async () => {
  const { databricks, start, seconds } = workspaceClient([runJob]);
  const runId = await start();
  await seconds(3);
  const child = valueIn(await databricks.run(runId)).tasks.find(({ kind }) => kind === 'run_job_task');
  expect(valueIn(await databricks.run(child?.childRunId ?? '')).name).toBe('Sales table');
  await seconds(120);
  const output = valueIn(await databricks.output(child?.id ?? ''));
  expect(output.run_job_output).toEqual({ run_id: child?.childRunId });
});

test('a run may say next to nothing', async () => {
  const { databricks } = clientAnswered(json({ ...MINIMAL, tasks: [{ run_id: 6 }], brand_new: { field: 1 } }));
  expect(valueIn(await databricks.run('5'))).toEqual({
    id: '5',
    jobId: undefined,
    name: '',
    pageUrl: '',
    state: { lifeCycle: 'RUNNING', message: '' },
    tasks: [{ key: '6', id: '6', kind: 'unknown', pageUrl: '', state: { message: '' } }],
  });
});

test.each([
  [{ state: { state_message: 'a' }, status: { termination_details: { message: 'b' } } }, 'a'],
  [{ state: { state_message: '' }, status: { termination_details: { message: 'b' } } }, 'b'],
  [{ status: { state: 'QUEUED', queue_details: { message: 'c' } } }, 'c'],
  [{ state: { queue_reason: 'd' } }, 'd'],
  [{ state: { state_message: 'with\ndapi0123456789abcdef' } }, 'with [redacted]'],
])('of %j the message is %j', async (standing, message) => {
  const { databricks } = clientAnswered(json({ run_id: 5, ...standing }));
  expect(valueIn(await databricks.run('5')).state.message).toBe(message);
});

test('pages that go round in a circle are not followed for ever', async () => {
  const { databricks, requests } = clientAnswered(json({ ...MINIMAL, tasks: [], next_page_token: 'again' }));
  expect(problemIn(await databricks.run('5'))).toMatchObject({ kind: 'unavailable', code: 'UNREADABLE_ANSWER' });
  expect(requests).toHaveLength(2);
});

test('an answer about another run is none', async () => {
  const { databricks } = clientAnswered(json({ ...MINIMAL, run_id: 4 }));
  expect(problemIn(await databricks.run('5'))).toMatchObject({ kind: 'unavailable', code: 'UNREADABLE_ANSWER' });
});

test('half of a run is no run: a page that fails fails the whole', async () => {
  const { databricks } = clientAnswered(
    json({ ...MINIMAL, tasks: [{ run_id: 6, task_key: 'a' }], next_page_token: 'more' }),
    json({ error_code: 'TEMPORARILY_UNAVAILABLE', message: 'later' }, 503),
  );
  expect(problemIn(await databricks.run('5'))).toMatchObject({ kind: 'unavailable', message: 'later' });
});

test('cancelling ends a run, and leaves one that has ended as it is', async () => {
  const { databricks, start, seconds } = workspaceClient([salesTable]);
  const [first, second] = [await start(), await start({ job_parameters: { region: 'SUR' } })];
  await databricks.cancel(first);
  await seconds(600);
  expect(valueIn(await databricks.run(first)).state.result).toBe('CANCELED');
  expect(await databricks.cancel(second)).toEqual({ ok: true, value: undefined });
  expect(valueIn(await databricks.run(second)).state.result).toBe('SUCCESS');
});

test('of the metadata of an output only an allow-list is left', async () => {
  const { databricks } = clientAnswered(
    json({
      metadata: {
        run_id: 5,
        job_id: 6,
        run_name: 'x',
        start_time: 1,
        state: { life_cycle_state: 'TERMINATED' },
        overriding_parameters: { notebook_params: { password: 'hunter2' } },
        job_parameters: [{ name: 'password', value: 'hunter2' }],
        task: { notebook_task: { base_parameters: { password: 'hunter2' } } },
        cluster_spec: { new_cluster: { spark_conf: { key: 'hunter2' } } },
      },
      notebook_output: { truncated: false },
      logs: 'a',
      clean_rooms_notebook_output: {},
    }),
  );
  expect(valueIn(await databricks.output('5'))).toEqual({
    metadata: { run_id: '5', job_id: '6', run_name: 'x', start_time: 1, state: { life_cycle_state: 'TERMINATED' } },
    notebook_output: { truncated: false },
    logs: 'a',
  });
});

test('what a dbt task tells of its artifacts is left behind, and so is the text of a query', async () => {
  const { databricks } = clientAnswered(
    json({
      metadata: { run_id: 5 },
      logs: 'Done.',
      dbt_output: { artifacts_link: 'https://hunter2.example', artifacts_headers: { Authorization: 'Bearer hunter2' } },
      sql_output: {
        query_output: { query_text: 'SELECT hunter2', warehouse_id: 'w', output_link: 'https://a.example', added: 1 },
      },
    }),
  );
  const output = valueIn(await databricks.output('5'));
  expect(output).toEqual({
    metadata: { run_id: '5' },
    logs: 'Done.',
    sql_output: { query_output: { warehouse_id: 'w', output_link: 'https://a.example' } },
  });
});

test('a report that can not be read costs nothing else of the output', async () => {
  const { databricks } = clientAnswered(
    json({ metadata: { run_id: 5 }, logs: 'a', sql_output: 5, dashboard_output: [], alert_output: { alert_state: 1 } }),
  );
  expect(valueIn(await databricks.output('5'))).toEqual({ metadata: { run_id: '5' }, logs: 'a' });
});

test('the output of a run with several tasks is refused', async () => {
  const { databricks, start } = workspaceClient([salesTable]);
  expect(problemIn(await databricks.output(await start()))).toMatchObject({
    kind: 'refused',
    code: 'INVALID_PARAMETER_VALUE',
    mayHaveHappened: false,
  });
});
