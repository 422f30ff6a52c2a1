import { giantIds } from '../../../local/workspace/scenarios/giant-ids';
import { salesTable } from '../../../local/workspace/scenarios/sales-table';
import { clientAnswered, json, problemIn, valueIn, workspaceClient } from './client';

const TASKS = [{ task_key: 'main', notebook_task: { notebook_path: '/x' } }];

test('a job is created, changed and deleted', async () => {
  const { databricks, workspace } = workspaceClient();
  const { id } = valueIn(await databricks.createJob({ name: 'Mine', tasks: TASKS, timeout_seconds: 5 }));
  const change = { new_settings: { name: 'Yours' }, fields_to_remove: ['timeout_seconds'] };
  expect(await databricks.updateJob(id, change)).toMatchObject({ ok: true });
  expect(valueIn(await databricks.job(id))).toMatchObject({ name: 'Yours', timeoutSeconds: undefined });
  expect(await databricks.deleteJob(id)).toMatchObject({ ok: true });
  expect(workspace.jobs()).toEqual([]);
  expect(problemIn(await databricks.deleteJob(id)).kind).toBe('notFound');
});

test('ids that no number can hold are sent with all of their digits', async () => {
  const { databricks, requests, jobId } = workspaceClient([giantIds]);
  expect(await databricks.updateJob(jobId, { new_settings: { name: 'Giant' } })).toMatchObject({ ok: true });
  expect(await databricks.deleteJob(jobId)).toMatchObject({ ok: true });
  for (const { body } of requests) expect(String(body)).toContain(`"job_id":${jobId}`);
});

test('what stands where people put secrets is not repeated, whatever is wrong', async () => {
  const body = {
    name: 'Not so secret',
    job_clusters: [
      { new_cluster: { spark_env_vars: { A: 'word-1234' }, docker_image: { basic_auth: { password: 'pass-1234' } } } },
    ],
  };
  const message = 'Not so secret: word-1234 and pass-1234 will not do';
  const { databricks } = clientAnswered(json({ error_code: 'MALFORMED_REQUEST', message }, 400));
  const expected = 'Not so secret: [redacted] and [redacted] will not do';
  expect(problemIn(await databricks.createJob(body)).message).toBe(expected);
  expect(problemIn(await databricks.updateJob('5', { new_settings: body })).message).toBe(expected);
});

test('the runs of a job are told one page at a time, with how long they took', async () => {
  const { databricks, start, seconds, jobId } = workspaceClient([salesTable]);
  for (let count = 0; count < 3; count++) await start();
  await seconds(600);
  const last = await start();
  const first = valueIn(await databricks.runsOf(jobId, { limit: 2 }));
  expect(first.runs).toHaveLength(2);
  expect(first.runs[0]).toMatchObject({ id: last, state: { lifeCycle: 'PENDING' }, endedAt: undefined });
  const second = valueIn(await databricks.runsOf(jobId, { limit: 2, pageToken: first.nextPageToken }));
  expect([second.runs.length, second.nextPageToken]).toEqual([2, undefined]);
  const [run] = second.runs;
  expect(run?.durationMs).toBe((run?.endedAt ?? 0) - (run?.startedAt ?? 0));
  expect(valueIn(await databricks.runsOf(jobId, { activeOnly: true })).runs.map(({ id }) => id)).toEqual([last]);
  expect(valueIn(await databricks.runsOf(jobId, { completedOnly: true })).runs).toHaveLength(3);
  expect(valueIn(await databricks.runsOf('999'))).toEqual({ runs: [] });
});
