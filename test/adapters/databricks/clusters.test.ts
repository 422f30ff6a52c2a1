import { clientAnswered, json, problemIn, valueIn, workspaceClient } from './client';

const SHARED = '0101-080000-shared01';
const STOPPED = '0102-090000-adhoc002';

test('a cluster is told without what it is configured with', async () => {
  const { databricks, requests } = workspaceClient();
  const cluster = valueIn(await databricks.clusters.get(SHARED));
  expect(cluster).toMatchObject({ id: SHARED, name: 'Shared', state: 'RUNNING', source: 'UI', workers: 2 });
  expect(JSON.stringify(cluster)).not.toContain('nobody-should-see');
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /api/2.1/clusters/get']);
});

test('a cluster may say next to nothing, or things that nobody has heard of', async () => {
  const odd = { cluster_id: 'a', state: 'HIBERNATING', num_workers: 'many', termination_reason: 5, autoscale: [] };
  const { databricks } = clientAnswered(json({ cluster_id: 'a' }), json(odd), json({ state: 'RUNNING' }));
  expect(valueIn(await databricks.clusters.get('a'))).toEqual({
    id: 'a',
    name: '',
    state: 'UNKNOWN',
    stateMessage: '',
  });
  expect(valueIn(await databricks.clusters.get('a'))).toMatchObject({ state: 'HIBERNATING', workers: undefined });
  expect(problemIn(await databricks.clusters.get('a'))).toMatchObject({ code: 'UNREADABLE_ANSWER' });
});

test('each state that is asked for has a place of its own in the address', async () => {
  const { databricks, requests } = workspaceClient();
  const { clusters } = valueIn(await databricks.clusters.list({ states: ['TERMINATED', 'A&B'], limit: 5 }));
  expect(clusters.map(({ id }) => id)).toEqual([STOPPED]);
  expect(requests[0]?.query).toBe('filter_by.cluster_states=TERMINATED&filter_by.cluster_states=A%26B&page_size=5');
});

test('a cluster is started and terminated, and one that runs is not started', async () => {
  const { databricks, seconds } = workspaceClient();
  expect(await databricks.clusters.start(STOPPED)).toMatchObject({ ok: true });
  await seconds(200);
  expect(valueIn(await databricks.clusters.get(STOPPED)).state).toBe('RUNNING');
  expect(problemIn(await databricks.clusters.start(STOPPED))).toMatchObject({ kind: 'refused', code: 'INVALID_STATE' });
  for (let times = 0; times < 2; times++)
    expect(await databricks.clusters.terminate(STOPPED)).toMatchObject({ ok: true });
});

test.each([
  ['INVALID_PARAMETER_VALUE', 'Cluster 0101-000000-nothing1 does not exist'],
  [
    'INVALID_STATE',
    'Cannot access cluster 0101-000000-nothing1 that was terminated or unpinned more than 30 days ago.',
  ],
])('one that there is not, or not any more, is not found: %s', async (error_code, message) => {
  const { databricks } = clientAnswered(json({ error_code, message }, 400));
  expect(problemIn(await databricks.clusters.get('0101-000000-nothing1')).kind).toBe('notFound');
});

test('events are asked for with POST, with nothing in the body but what was said', async () => {
  const { databricks, requests } = workspaceClient();
  await databricks.clusters.events({ clusterId: STOPPED });
  await databricks.clusters.events({ clusterId: STOPPED, types: [], order: 'ASC', from: 1, to: 2, limit: 3 });
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(
    Array.from({ length: 2 }, () => 'POST /api/2.1/clusters/events'),
  );
  expect(requests.map(({ body }) => JSON.parse(String(body)))).toEqual([
    { cluster_id: STOPPED },
    { cluster_id: STOPPED, order: 'ASC', start_time: 1, end_time: 2, page_size: 3 },
  ]);
});

test('the reason of an end may quote what looks like a secret, and does not get out with it', async () => {
  const parameters = { databricks_error_message: 'token dapi0123456789abcdef is wrong', count: 5 };
  const event = { timestamp: 1, type: 'TERMINATING', details: { reason: { code: 'X', parameters } } };
  const { databricks } = clientAnswered(json({ events: [event] }));
  const { events } = valueIn(await databricks.clusters.events({ clusterId: 'a' }));
  expect(events[0]?.reason).toEqual({
    code: 'X',
    parameters: { databricks_error_message: 'token [redacted] is wrong' },
  });
});
