import { type pipelines, WorkspaceClient } from '@databricks/sdk-experimental';
import { failingPipeline } from '../../../local/workspace/scenarios/pipeline-failure';
import { slowPipeline } from '../../../local/workspace/scenarios/pipeline-slow';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../../local/workspace/simulated-workspace';

let workspace: SimulatedWorkspace;
let client: WorkspaceClient;

beforeAll(async () => {
  workspace = await startSimulatedWorkspace({ port: 0, speed: 0, seed: 1, log: () => {} });
  client = new WorkspaceClient({ host: workspace.url, token: workspace.token, authType: 'pat' });
});

beforeEach(() => {
  workspace.reset();
  for (const name of ['pipeline', 'pipeline-failure', 'pipeline-slow']) workspace.addJob(name);
});

afterAll(() => workspace.stop());

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

const pass = (seconds: number) => workspace.clock.advance(seconds * 1000);

async function start(pipeline_id: string, more: Partial<pipelines.StartUpdate> = {}): Promise<string> {
  return String((await client.pipelines.startUpdate({ pipeline_id, ...more })).update_id);
}

test('pipelines are listed, page after page, and got', async () => {
  const listed = await all(client.pipelines.listPipelines({ max_results: 1 }));
  expect(listed.map(({ name }) => name).sort()).toEqual(['Failing pipeline', 'Sales pipeline', 'Slow pipeline']);
  const named = await all(client.pipelines.listPipelines({ filter: "name LIKE 'Slow%'" }));
  expect(named).toMatchObject([{ pipeline_id: slowPipeline.pipelineId, state: 'IDLE' }]);
  const got = await client.pipelines.get({ pipeline_id: slowPipeline.pipelineId });
  expect(got).toMatchObject({ name: 'Slow pipeline', state: 'IDLE', spec: { name: 'Slow pipeline' } });
});

test('an update is started, found in the list, and got until it has ended', async () => {
  const pipeline_id = slowPipeline.pipelineId;
  const update_id = await start(pipeline_id, { full_refresh_selection: ['history'] });
  const { updates } = await client.pipelines.listUpdates({ pipeline_id });
  expect(updates).toMatchObject([{ update_id, cause: 'API_CALL', full_refresh_selection: ['history'] }]);
  await pass(7200);
  const { update } = await client.pipelines.getUpdate({ pipeline_id, update_id });
  expect(update).toMatchObject({ state: 'COMPLETED', full_refresh_selection: ['history'] });
  const { latest_updates } = await client.pipelines.get({ pipeline_id });
  expect(latest_updates).toMatchObject([{ update_id, state: 'COMPLETED', creation_time: expect.stringMatching(/Z$/) }]);
});

test('a second update is refused while one is active, which can be stopped', async () => {
  const pipeline_id = slowPipeline.pipelineId;
  const update_id = await start(pipeline_id);
  await expect(start(pipeline_id)).rejects.toMatchObject({ statusCode: 409, errorCode: 'RESOURCE_CONFLICT' });
  const waiter = await client.pipelines.stop({ pipeline_id });
  await pass(10);
  expect(await waiter.wait()).toMatchObject({ state: 'IDLE' });
  expect((await client.pipelines.getUpdate({ pipeline_id, update_id })).update).toMatchObject({ state: 'CANCELED' });
});

test('the event log is read page after page, and tells what has failed', async () => {
  const pipeline_id = failingPipeline.pipelineId;
  const update_id = await start(pipeline_id);
  await pass(60);
  const events = await all(client.pipelines.listPipelineEvents({ pipeline_id, max_results: 3 }));
  expect(events.length).toBeGreaterThan(6);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  const filter = `update_id = '${update_id}' AND level = 'ERROR'`;
  const errors = await all(client.pipelines.listPipelineEvents({ pipeline_id, filter }));
  expect(errors.map(({ event_type }) => event_type)).toEqual(['update_progress', 'flow_progress']);
  expect(errors[0]?.error?.exceptions?.at(-1)).toMatchObject({ class_name: 'org.apache.spark.sql.AnalysisException' });
});

test('permissions are given', async () => {
  const pipeline_id = slowPipeline.pipelineId;
  const given = { group_name: 'users', permission_level: 'CAN_RUN' as const };
  // Not with PATCH, with which the client of this version sends no body.
  await client.pipelines.setPermissions({ pipeline_id, access_control_list: [given] });
  const { access_control_list } = await client.pipelines.getPermissions({ pipeline_id });
  expect(access_control_list).toContainEqual({
    group_name: 'users',
    all_permissions: [{ permission_level: 'CAN_RUN', inherited: false }],
  });
});
