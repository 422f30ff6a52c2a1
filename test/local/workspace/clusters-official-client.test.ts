import { Agent } from 'node:https';
import { type compute, WorkspaceClient } from '@databricks/sdk-experimental';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../../local/workspace/simulated-workspace';

/** What the client takes it for. */
const HOST = 'adb-1234567890123456.7.azuredatabricks.net';
const SHARED = '0101-080000-shared01';
const STOPPED = '0102-090000-adhoc002';
const BUSY = '0103-100000-busy0003';

let workspace: SimulatedWorkspace;
let client: WorkspaceClient;
let agent: Agent;

beforeAll(async () => {
  workspace = await startSimulatedWorkspace({ port: 0, tlsPort: 0, speed: 600, seed: 1, log: () => {}, names: [HOST] });
  agent = new Agent({ host: '127.0.0.1', port: workspace.tlsPort, ca: workspace.certificate, keepAlive: true });
  const config = { host: `https://${HOST}`, token: workspace.token, authType: 'pat' as const };
  client = new WorkspaceClient(config, { agent, product: 'databricks-job-runner', productVersion: '0.0.0' });
});

beforeEach(() => workspace.reset());

afterAll(async () => {
  agent.destroy();
  await workspace.stop();
});

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

const idsOf = (clusters: readonly compute.ClusterDetails[]) => clusters.map(({ cluster_id }) => cluster_id);

test('clusters are listed, page after page and by their state', async () => {
  expect(idsOf(await all(client.clusters.list({ page_size: 1 })))).toEqual([BUSY, STOPPED, SHARED]);
  const running = client.clusters.list({ filter_by: { cluster_states: ['RUNNING', 'RESIZING'] } });
  expect(idsOf(await all(running))).toEqual([BUSY, SHARED]);
  const terminated = client.clusters.list({ filter_by: { cluster_states: ['TERMINATED'] } });
  expect(idsOf(await all(terminated))).toEqual([STOPPED]);
});

test('a cluster is got, started until it runs, and terminated', async () => {
  expect(await client.clusters.get({ cluster_id: STOPPED })).toMatchObject({ state: 'TERMINATED' });
  const starting = await client.clusters.start({ cluster_id: STOPPED });
  await workspace.clock.advance(200_000);
  expect(await starting.wait()).toMatchObject({ state: 'RUNNING' });
  const stopping = await client.clusters.delete({ cluster_id: STOPPED });
  await workspace.clock.advance(20_000);
  expect(await stopping.wait()).toMatchObject({ state: 'TERMINATED', termination_reason: { code: 'USER_REQUEST' } });
});

test('a cluster that runs is not started again', async () => {
  await expect(client.clusters.start({ cluster_id: SHARED })).rejects.toMatchObject({
    errorCode: 'INVALID_STATE',
    message: `Cluster ${SHARED} is in unexpected state Running.`,
  });
});

test.each([
  ['by offset, as the client does by itself', {}],
  ['by offset, in large pages', { limit: 500 }],
  ['by token', { page_size: 100 }],
])('all events of a cluster are found %s', async (_how, more) => {
  const events = await all(client.clusters.events({ cluster_id: BUSY, ...more }));
  expect(new Set(events.map(({ timestamp, type }) => `${timestamp} ${type}`)).size).toBe(603);
  expect(events).toHaveLength(603);
});

test('events are found by their type', async () => {
  const events = await all(client.clusters.events({ cluster_id: STOPPED, event_types: ['TERMINATING'] }));
  expect(events).toMatchObject([{ cluster_id: STOPPED, details: { reason: { code: 'INACTIVITY' } } }]);
});

test('the versions of Spark are told', async () => {
  expect((await client.clusters.sparkVersions()).versions).not.toHaveLength(0);
});

test('the cluster of a run is the one that its task names', async () => {
  const { job_id = '' } = workspace.addJob('cluster-trouble') ?? {};
  const { run_id } = await client.jobs.runNow({ job_id: Number(job_id) });
  await workspace.clock.advance(600_000);
  const run = await client.jobs.getRun({ run_id: Number(run_id) });
  const cluster_id = run.tasks?.[0]?.cluster_instance?.cluster_id ?? '';
  expect(await client.clusters.get({ cluster_id })).toMatchObject({
    cluster_source: 'JOB',
    cluster_name: `job-${job_id}-run-${run_id}-main`,
  });
  const events = await all(client.clusters.events({ cluster_id, order: 'ASC' }));
  expect(events.map(({ type }) => type)).toEqual([
    'CREATING',
    'RUNNING',
    'DRIVER_HEALTHY',
    'NODES_LOST',
    'TERMINATING',
  ]);
});
