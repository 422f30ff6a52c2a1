import { forEach } from '../../../local/workspace/scenarios/for-each';
import { giantIds } from '../../../local/workspace/scenarios/giant-ids';
import { manyTasks } from '../../../local/workspace/scenarios/many-tasks';
import { quickSuccess } from '../../../local/workspace/scenarios/quick-success';
import { salesTable } from '../../../local/workspace/scenarios/sales-table';
import { clientAnswered, json, valueIn, workspaceClient } from './client';

test('a job is described by its name, parameters and tasks', async () => {
  const { databricks, jobId } = workspaceClient([salesTable]);
  expect(valueIn(await databricks.job(jobId))).toEqual({
    id: jobId,
    name: 'Sales table',
    parameters: expect.arrayContaining([{ name: 'region', default: 'ALL' }]),
    tasks: [{ key: expect.any(String), kind: 'notebook_task' }],
    maxConcurrentRuns: 10,
    queue: true,
  });
});

test('of a job with 250 tasks all are told', async () => {
  const { databricks, jobId, requests } = workspaceClient([manyTasks]);
  const { name, tasks } = valueIn(await databricks.job(jobId));
  expect(name).toBe('Many tasks');
  expect(tasks.map(({ key }) => key)).toEqual(Array.from({ length: 250 }, (_, index) => `task_${index}`));
  expect(requests).toHaveLength(3);
});

test('a job may say next to nothing', async () => {
  const { databricks } = clientAnswered(json({ job_id: 5 }));
  expect(valueIn(await databricks.job('5'))).toEqual({ id: '5', name: '', parameters: [], tasks: [] });
});

test('the kind of a task is told even where it is a loop', async () => {
  const { databricks, jobId } = workspaceClient([forEach]);
  expect(valueIn(await databricks.job(jobId)).tasks).toEqual([{ key: 'regions', kind: 'for_each_task' }]);
});

describe('jobs by name', () => {
  test('are found whatever the case of their letters, all of them', async () => {
    const { databricks, workspace } = workspaceClient([salesTable]);
    const ids = ['Señal & Co. #1 100%', 'señal & CO. #1 100%'].map((name) => workspace.createJob(giantIds, name));
    const found = valueIn(await databricks.jobsNamed('SEÑAL & co. #1 100%'));
    expect(found.map(({ id }) => id).sort()).toEqual(ids.map(String).sort());
  });

  test('are found on every page', async () => {
    const { databricks, workspace, requests } = workspaceClient();
    for (let count = 0; count < 230; count += 1) workspace.createJob(quickSuccess, 'Same');
    const found = valueIn(await databricks.jobsNamed('Same'));
    expect(new Set(found.map(({ id }) => id)).size).toBe(230);
    expect(requests).toHaveLength(3);
  });

  test('are none if there are none', async () => {
    const { databricks } = workspaceClient([salesTable]);
    expect(valueIn(await databricks.jobsNamed('Sales'))).toEqual([]);
  });

  test('are never jobs of another name, even if Databricks names them', async () => {
    const { databricks } = clientAnswered(
      json({
        jobs: [{ job_id: 1, settings: { name: 'Other' } }, { job_id: 2, settings: { name: 'sales' } }, { job_id: 3 }],
      }),
    );
    expect(valueIn(await databricks.jobsNamed('Sales'))).toEqual([{ id: '2', name: 'sales' }]);
  });
});

describe('the list of jobs', () => {
  test('comes page by page', async () => {
    const { databricks, workspace } = workspaceClient();
    for (let count = 0; count < 5; count += 1) workspace.createJob(quickSuccess, `Job ${count}`);
    const names: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = valueIn(await databricks.jobs({ limit: 2, pageToken }));
      names.push(...page.jobs.map(({ name }) => name));
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(names).toEqual(['Job 4', 'Job 3', 'Job 2', 'Job 1', 'Job 0']);
  });

  test('has a usual length, and a filter by name', async () => {
    const { databricks, workspace } = workspaceClient();
    for (let count = 0; count < 21; count += 1) workspace.createJob(quickSuccess, `Job ${count}`);
    expect(valueIn(await databricks.jobs()).jobs).toHaveLength(20);
    expect(valueIn(await databricks.jobs({ name: 'job 7' }))).toEqual({
      jobs: [{ id: expect.stringMatching(/^\d+$/), name: 'Job 7' }],
    });
  });

  test('may be empty', async () => {
    const { databricks } = workspaceClient([], { scenarios: [] });
    expect(valueIn(await databricks.jobs())).toEqual({ jobs: [] });
  });
});
