import { join } from 'node:path';
import { failingPipeline } from '../../local/workspace/scenarios/pipeline-failure';
import { DEMO_WAREHOUSE } from '../../local/workspace/scenarios/statements';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../local/workspace/simulated-workspace';
import { eventually } from '../support/eventually';
import { type HostProcess, startHostProcess, temporaryFolder } from '../support/host-process';
import { request } from '../support/request';
import type { Body } from '../support/run-world';

/** The built app with real storage: only its clock goes on as usual, while that of the workspace is ten times as fast. */
const ROOT = join(__dirname, '../..');
const data = temporaryFolder();
let workspace: SimulatedWorkspace;
let host: HostProcess;

beforeAll(async () => {
  workspace = await startSimulatedWorkspace({ port: 0, speed: 10, seed: 1, log: () => {} });
  const env = {
    DATABRICKS_HOST: workspace.url,
    DATABRICKS_AUTH_TYPE: 'pat',
    DATABRICKS_TOKEN: workspace.token,
    ALLOW_KINDS: 'job,submit,pipeline,sql',
  };
  host = await startHostProcess(ROOT, data.path, { env });
});

afterAll(async () => {
  await host?.stop();
  await workspace?.stop();
  await data.remove();
});

async function ask(method: string, path: string, body?: object): Promise<{ status: number; body: Body }> {
  const sent = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await request(method, new URL(host.url).port, path, sent ?? {});
  return { status: answer.status, body: JSON.parse(answer.body) };
}

const start = async (body: object): Promise<string> => (await ask('POST', '/api/runs', body)).body.id;

async function ended(id: string): Promise<Body> {
  let run: Body;
  await eventually(async () => {
    run = (await ask('GET', `/api/runs/${id}?onFailure=200`)).body;
    expect(run.outcome).not.toBeNull();
  }, 60_000);
  return run;
}

const add = (scenario: string): string => workspace.addJob(scenario)?.job_id ?? '';
const many = (body: object) => Promise.all(Array.from({ length: 20 }, () => ask('POST', '/api/runs', body)));

test('a statement ends with its rows, which can be had chunk by chunk', async () => {
  const warehouse_id = DEMO_WAREHOUSE;
  const statement = 'select * from demo.sales where region = :region';
  const parameters = [{ name: 'region', value: 'SUR' }];
  const run = await ended(await start({ sql: { warehouse_id, statement, parameters } }));
  expect(run).toMatchObject({ outcome: 'succeeded', kind: 'sql' });
  expect(run.output.every(({ region }: { region: string }) => region === 'SUR')).toBe(true);
  const id = await start({ sql: { warehouse_id, statement: 'select * from demo.numbers' } });
  expect(await ended(id)).toMatchObject({ outcome: 'succeeded' });
  expect((await ask('GET', `/api/runs/${id}/output?chunk=1`)).body.length).toBeGreaterThan(0);
});

test('an update of a pipeline that fails says why', async () => {
  add('pipeline-failure');
  const run = await ended(await start({ pipeline: { pipeline_id: failingPipeline.pipelineId } }));
  expect(run).toMatchObject({ outcome: 'failed', kind: 'pipeline', failures: [{ class: expect.any(String) }] });
});

test('a run without a job hands over its rows', async () => {
  const notebook_task = { notebook_path: '/Demo/Sales table', base_parameters: { region: 'SUR', days: '1' } };
  const run = await ended(await start({ submit: { tasks: [{ task_key: 'main', notebook_task }] } }));
  expect(run).toMatchObject({ outcome: 'succeeded', output: expect.arrayContaining([expect.anything()]) });
});

test('a run that has failed is explained and repaired', async () => {
  const id = await start({ job: add('repairable'), runNow: { job_parameters: { region: 'SUR' } } });
  expect(await ended(id)).toMatchObject({ outcome: 'failed' });
  expect((await ask('GET', `/api/runs/${id}/explain`)).body.summary.length).toBeGreaterThan(1);
  expect(await ask('POST', `/api/runs/${id}/repair`)).toMatchObject({ status: 202, body: { id } });
  expect(await ended(id)).toMatchObject({ outcome: 'succeeded', outputs: { report: [{ region: 'SUR' }] } });
});

test('of twenty starts at once, one is made where they mind each other', async () => {
  const job = add('slow');
  const joined = await many({ job, concurrency: 'join' });
  expect(new Set(joined.map(({ body }) => body.id)).size).toBe(1);
  const refused = await many({ job: add('slow'), concurrency: 'reject' });
  expect(refused.map(({ status }) => status).sort()).toEqual([202, ...Array(19).fill(409)]);
});
