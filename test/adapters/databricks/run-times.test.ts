import { manyTasks } from '../../../local/workspace/scenarios/many-tasks';
import { queued } from '../../../local/workspace/scenarios/queued';
import { repairable } from '../../../local/workspace/scenarios/repairable';
import { retriedTask } from '../../../local/workspace/scenarios/retried-task';
import { clientAnswered, json, problemIn, valueIn, workspaceClient } from './client';

test('every attempt of a task is read, with its times and its cluster', async () => {
  const { databricks, start, seconds, jobId } = workspaceClient([retriedTask]);
  const runId = await start();
  await seconds(60);
  const times = valueIn(await databricks.runTimes(runId));
  expect(times).toMatchObject({ jobId, state: { result: 'SUCCESS' }, queue: undefined, queueMs: 0 });
  expect(times.attempts.map(({ attempt, state, executionMs }) => [attempt, state.result, executionMs])).toEqual([
    [0, 'FAILED', 2000],
    [1, 'FAILED', 2000],
    [2, 'SUCCESS', 2000],
  ]);
  for (const { key, kind, pageUrl, cluster } of times.attempts) {
    expect([key, kind]).toEqual(['flaky', 'notebook_task']);
    expect(pageUrl).toMatch(/^https:/);
    expect(cluster).toEqual({ id: expect.stringMatching(/^\S+$/), kind: 'job' });
  }
});

test('what a task waits for is read', async () => {
  const { databricks, start } = workspaceClient([repairable]);
  const { attempts } = valueIn(await databricks.runTimes(await start()));
  expect(attempts.map(({ dependsOn }) => dependsOn)).toEqual([[], ['prepare'], ['load']]);
  expect(attempts[2]).toMatchObject({ startedAt: undefined, endedAt: undefined, cluster: undefined });
});

test('why a run waits in the queue is read', async () => {
  const { databricks, start } = workspaceClient([queued]);
  await start();
  const times = valueIn(await databricks.runTimes(await start()));
  expect(times).toMatchObject({
    state: { lifeCycle: 'QUEUED' },
    queue: { code: 'MAX_CONCURRENT_RUNS_REACHED', message: expect.stringContaining('maximum concurrent runs') },
    endedAt: undefined,
  });
});

test('all pages of tasks are read', async () => {
  const { databricks, start, requests } = workspaceClient([manyTasks]);
  const runId = await start();
  const before = requests.length;
  expect(valueIn(await databricks.runTimes(runId)).attempts).toHaveLength(250);
  expect(requests.length - before).toBe(3);
});

const STATE = { state: { life_cycle_state: 'RUNNING' } };

test('the least that Databricks may say is enough', async () => {
  const { databricks } = clientAnswered(json({ run_id: 5, ...STATE, tasks: [{ run_id: 6 }] }));
  expect(valueIn(await databricks.runTimes('5'))).toMatchObject({
    jobId: undefined,
    startedAt: undefined,
    attempts: [{ key: '6', id: '6', kind: 'unknown', attempt: 0, dependsOn: [], cluster: undefined }],
  });
});

test('a time that is no time is none', async () => {
  const body = {
    run_id: 5,
    ...STATE,
    start_time: 'yesterday',
    end_time: 9e15,
    queue_duration: -1,
    setup_duration: null,
  };
  expect(valueIn(await clientAnswered(json(body)).databricks.runTimes('5'))).toMatchObject({
    startedAt: undefined,
    endedAt: undefined,
    queueMs: undefined,
    setupMs: undefined,
  });
});

test.each([
  [
    { new_cluster: {}, cluster_instance: { cluster_id: 'c' } },
    { id: 'c', kind: 'job' },
  ],
  [
    { job_cluster_key: 'main', cluster_instance: { cluster_id: 'c' } },
    { id: 'c', kind: 'job' },
  ],
  [{ existing_cluster_id: 'e' }, { id: 'e', kind: 'existing' }],
  [
    { existing_cluster_id: 'e', cluster_instance: { cluster_id: 'e' } },
    { id: 'e', kind: 'existing' },
  ],
  [{ environment_key: 'default', cluster_instance: { cluster_id: 'serverless' } }, undefined],
  [{ new_cluster: {} }, undefined],
])('of the task %j the cluster is %j', async (task, expected) => {
  const { databricks } = clientAnswered(json({ run_id: 5, ...STATE, tasks: [{ run_id: 6, ...task }] }));
  expect(valueIn(await databricks.runTimes('5')).attempts[0]?.cluster).toEqual(expected);
});

test('what is configured for a run does not leave the adapter', async () => {
  const secret = 'made-up-secret';
  const task = {
    run_id: 6,
    task_key: 'a',
    notebook_task: { notebook_path: '/x', base_parameters: { password: secret } },
    new_cluster: { spark_conf: { key: secret } },
    resolved_values: { password: secret },
  };
  const body = { run_id: 5, ...STATE, job_parameters: [{ name: 'p', value: secret }], tasks: [task] };
  const { databricks } = clientAnswered(json(body));
  expect(JSON.stringify(valueIn(await databricks.runTimes('5')))).not.toContain(secret);
});

test('an answer about another run is none', async () => {
  const { databricks } = clientAnswered(json({ run_id: 6, ...STATE }));
  expect(problemIn(await databricks.runTimes('5'))).toMatchObject({ kind: 'unavailable', code: 'UNREADABLE_ANSWER' });
});
