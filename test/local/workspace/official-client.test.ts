import { Agent } from 'node:https';
import { type jobs, Time, TimeUnits, WorkspaceClient } from '@databricks/sdk-experimental';
import { readFaultRule } from '../../../local/workspace/faults/read-fault-rule';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../../local/workspace/simulated-workspace';

/** What the client takes it for. */
const HOST = 'adb-1234567890123456.7.azuredatabricks.net';
/** Ten simulated minutes a second. */
const SPEED = 600;

/** So much faster the client waits between its tries. Its code is as it is, but its waiting would be most of this test. */
const IMPATIENCE = 50;
const patientTimeout = globalThis.setTimeout;

let workspace: SimulatedWorkspace;
let client: WorkspaceClient;
let agent: Agent;

beforeAll(async () => {
  globalThis.setTimeout = ((callback: () => void, milliseconds = 0) =>
    patientTimeout(callback, milliseconds / IMPATIENCE)) as typeof setTimeout;
  workspace = await startSimulatedWorkspace({
    port: 0,
    tlsPort: 0,
    speed: SPEED,
    seed: 1,
    log: () => {},
    names: [HOST],
  });
  // The client checks the certificate as it would any other; only the way to the host is ours.
  agent = new Agent({ host: '127.0.0.1', port: workspace.tlsPort, ca: workspace.certificate, keepAlive: true });
  client = newClient();
});

beforeEach(() => {
  workspace.reset();
  workspace.faults.clear();
  workspace.requests.clear();
  workspace.clock.setSpeed(SPEED);
});

afterAll(async () => {
  globalThis.setTimeout = patientTimeout;
  agent.destroy();
  await workspace.stop();
});

function newClient(options: { token?: string; retryTimeoutSeconds?: number } = {}): WorkspaceClient {
  const config = { host: `https://${HOST}`, token: workspace.token, authType: 'pat' as const, ...options };
  return new WorkspaceClient(config, { agent, product: 'databricks-job-runner', productVersion: '0.0.0' });
}

function addJob(scenario: string): number {
  return Number(workspace.addJob(scenario)?.job_id);
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

/** The client of this version asks for the first page of service principals again and again. */
async function first<T>(values: AsyncIterable<T>): Promise<T | undefined> {
  for await (const value of values) return value;
  return undefined;
}

async function start(job_id: number): Promise<number> {
  return Number((await client.jobs.runNow({ job_id })).run_id);
}

async function finished(run_id: number): Promise<jobs.Run> {
  await workspace.clock.advance(86_400_000);
  return client.jobs.getRun({ run_id });
}

const task = { task_key: 'main', notebook_task: { notebook_path: '/Stories/Quick' } };

describe('jobs', () => {
  test('are created, listed, got, updated and deleted', async () => {
    const { job_id } = await client.jobs.create({
      name: 'Mine',
      tasks: [task],
      parameters: [{ name: 'a', default: '1' }],
    });
    expect(job_id).toEqual(expect.any(Number));
    const id = Number(job_id);
    expect(await all(client.jobs.list({ name: 'Mine' }))).toMatchObject([{ job_id, settings: { name: 'Mine' } }]);
    expect((await client.jobs.get({ job_id: id })).settings).toMatchObject({ name: 'Mine', tasks: [task] });
    await client.jobs.update({ job_id: id, new_settings: { name: 'Yours' }, fields_to_remove: ['parameters'] });
    const { settings } = await client.jobs.get({ job_id: id });
    expect(settings).toMatchObject({ name: 'Yours', tasks: [task] });
    expect(settings).not.toHaveProperty('parameters');
    await client.jobs.delete({ job_id: id });
    await expect(client.jobs.get({ job_id: id })).rejects.toMatchObject({
      errorCode: 'INVALID_PARAMETER_VALUE',
      statusCode: 400,
      message: `Job ${job_id} does not exist.`,
    });
  });

  test('are listed page after page', async () => {
    const before = (await all(client.jobs.list({}))).length;
    for (let i = 0; i < 45; i++) await client.jobs.create({ name: `Job ${i}`, tasks: [task] });
    const listed = await all(client.jobs.list({ limit: 20 }));
    expect(new Set(listed.map(({ job_id }) => job_id)).size).toBe(before + 45);
    expect(workspace.requests.find({ route: 'GET jobs/list' }).length).toBeGreaterThanOrEqual(4);
  });
});

describe('a run', () => {
  test('is started and waited for, and its output depends on its parameters', async () => {
    const states: string[] = [];
    const waiter = await client.jobs.runNow({ job_id: 101, job_parameters: { region: 'NORTE', days: '1' } });
    const onProgress = async ({ state }: jobs.Run) => void states.push(String(state?.life_cycle_state));
    const run = await waiter.wait({ onProgress });
    expect(run).toMatchObject({ run_id: waiter.run_id, job_id: 101, state: { result_state: 'SUCCESS' } });
    expect(states.at(-1)).toBe('TERMINATED'); // how much is seen before depends on how busy this machine is
    for (const state of states.slice(0, -1)) expect(state).toMatch(/^(PENDING|RUNNING|TERMINATING)$/);
    const output = await client.jobs.getRunOutput({ run_id: Number(run.tasks?.[0]?.run_id) });
    const rows = JSON.parse(String(output.notebook_output?.result));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ region }: { region: string }) => region === 'NORTE')).toBe(true);
  });

  test('that fails makes the waiting fail, and its task tells why', async () => {
    const waiter = await client.jobs.runNow({ job_id: 103 });
    await expect(waiter.wait()).rejects.toThrow('got INTERNAL_ERROR');
    const run = await client.jobs.getRun({ run_id: Number(waiter.run_id) });
    const output = await client.jobs.getRunOutput({ run_id: Number(run.tasks?.[0]?.run_id) });
    expect(output.error).toContain('NameError');
  });

  test('with several tasks has no output of its own', async () => {
    const run_id = await start(addJob('repairable'));
    await finished(run_id);
    await expect(client.jobs.getRunOutput({ run_id })).rejects.toMatchObject({
      errorCode: 'INVALID_PARAMETER_VALUE',
      message: expect.stringContaining('multiple tasks is not supported'),
    });
  });

  test('can be submitted without a job', async () => {
    const waiter = await client.jobs.submit({ run_name: 'Once', tasks: [task] });
    const run = await waiter.wait();
    expect(run).toMatchObject({ run_name: 'Once', run_type: 'SUBMIT_RUN', state: { result_state: 'SUCCESS' } });
  });

  test('that carries a token once is started once', async () => {
    const once = { job_id: 101, idempotency_token: 'one-and-only' };
    const first = await client.jobs.runNow(once);
    expect((await client.jobs.runNow(once)).run_id).toBe(first.run_id);
    expect(await all(client.jobs.listRuns({ job_id: 101 }))).toHaveLength(1);
  });

  test('of SQL, dashboards, alerts and dbt leaves outputs of their kinds', async () => {
    const run = await finished(await start(addJob('reports')));
    const outputs = Object.fromEntries(
      await Promise.all(
        (run.tasks ?? []).map(async ({ task_key, run_id }) => [
          task_key,
          await client.jobs.getRunOutput({ run_id: Number(run_id) }),
        ]),
      ),
    ) as Record<string, jobs.RunOutput>;
    const statement = {
      output_link: expect.stringMatching(/^https:\/\/adb-/),
      warehouse_id: 'abcdef0123456789',
      sql_statements: [{ lookup_key: expect.any(String) }],
    };
    expect(outputs.query?.sql_output?.query_output).toMatchObject(statement);
    expect(outputs.file?.sql_output?.query_output).toMatchObject(statement);
    expect(outputs.old_alert?.sql_output?.alert_output).toMatchObject({ alert_state: 'TRIGGERED', ...statement });
    expect(outputs.old_dashboard?.sql_output?.dashboard_output?.widgets).toMatchObject([
      { widget_title: 'Sales by region', status: 'SUCCESS', start_time: expect.any(Number) },
      { widget_title: 'Orders by region', status: 'SUCCESS' },
    ]);
    expect(outputs.dashboard?.dashboard_output?.page_snapshots).toHaveLength(1);
    expect(outputs.alert).toMatchObject({ alert_output: { alert_state: 'OK' } }); // newer than the types of this client
    expect(outputs.models).toMatchObject({
      logs: expect.stringContaining('Done.'),
      dbt_output: { artifacts_link: expect.any(String), artifacts_headers: { Authorization: expect.any(String) } },
    });
    for (const { logs } of [outputs.query, outputs.dashboard].flatMap((one) => one ?? [])) expect(logs).toBeUndefined();
  });

  test('is cancelled, and waited for', async () => {
    workspace.clock.setSpeed(1);
    const run_id = await start(addJob('slow'));
    const waiter = await client.jobs.cancelRun({ run_id });
    workspace.clock.setSpeed(SPEED);
    expect(await waiter.wait()).toMatchObject({
      state: { life_cycle_state: 'TERMINATED', result_state: 'CANCELED', user_cancelled_or_timedout: true },
    });
  });

  test('is repaired, and keeps its id', async () => {
    const run_id = await start(addJob('repairable'));
    expect((await finished(run_id)).state).toMatchObject({ result_state: 'FAILED' });
    const waiter = await client.jobs.repairRun({
      run_id,
      rerun_all_failed_tasks: true,
      rerun_dependent_tasks: true,
      job_parameters: { region: 'SUR' },
    });
    expect(waiter.repair_id).toEqual(expect.any(Number));
    const run = await waiter.wait();
    expect(run).toMatchObject({ run_id, state: { result_state: 'SUCCESS' } });
    const attempts = run.tasks?.filter(({ task_key }) => task_key === 'load').map((row) => row.attempt_number);
    expect(attempts).toEqual([0, 1]);
  });

  test('is listed among others, page after page, newest first', async () => {
    const job_id = addJob('quick-success');
    const started: number[] = [];
    for (let i = 0; i < 30; i++) started.push(await start(job_id));
    const listed = await all(client.jobs.listRuns({ job_id, limit: 20 }));
    expect(listed.map(({ run_id }) => run_id)).toEqual(started.reverse());
    expect(workspace.requests.find({ route: 'GET jobs/runs/list' })).toHaveLength(2);
  });

  test('with more than 100 tasks is read page after page', async () => {
    const run_id = await start(addJob('many-tasks'));
    const keys: (string | undefined)[] = [];
    for (let page_token: string | undefined, more = true; more; ) {
      const run = await client.jobs.getRun({ run_id, ...(page_token && { page_token }) });
      keys.push(...(run.tasks ?? []).map(({ task_key }) => task_key));
      page_token = run.next_page_token;
      more = page_token !== undefined;
    }
    expect(new Set(keys).size).toBe(250);
  });
});

/** Without PATCH: the client of this version sends no body with it. */
describe('a service principal', () => {
  const applicationId = '11111111-2222-3333-4444-555555555555';
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:ServicePrincipal' as const];
  const entitlements = [{ value: 'workspace-access' }];
  const filter = `applicationId eq "${applicationId}"`;

  test('is created, found, got and deleted', async () => {
    const { servicePrincipalsV2 } = client;
    expect(await first(servicePrincipalsV2.list({ filter }))).toBeUndefined();
    const created = await servicePrincipalsV2.create({ applicationId, displayName: 'App', schemas, entitlements });
    const id = String(created.id);
    expect(await first(servicePrincipalsV2.list({ filter }))).toMatchObject({ id, displayName: 'App' });
    expect(await servicePrincipalsV2.get({ id })).toMatchObject({ applicationId, entitlements });
    await expect(servicePrincipalsV2.create({ applicationId })).rejects.toMatchObject({
      statusCode: 409,
      message: expect.stringContaining('already exists'),
    });
    await servicePrincipalsV2.delete({ id });
    await expect(servicePrincipalsV2.get({ id })).rejects.toMatchObject({ statusCode: 404 });
  });

  test('is given its permission on a job', async () => {
    await client.servicePrincipalsV2.create({ applicationId, schemas });
    const mayRun = { service_principal_name: applicationId, permission_level: 'CAN_MANAGE_RUN' as const };
    const job_id = '101';
    await client.jobs.setPermissions({ job_id, access_control_list: [mayRun] });
    const { access_control_list } = await client.jobs.getPermissions({ job_id });
    expect(access_control_list).toContainEqual({
      service_principal_name: applicationId,
      all_permissions: [{ permission_level: 'CAN_MANAGE_RUN', inherited: false }],
    });
    const job = { request_object_type: 'jobs', request_object_id: job_id };
    await client.permissions.set({ ...job, access_control_list: [] });
    expect((await client.permissions.get(job)).access_control_list).toHaveLength(2);
  });
});

describe('the client tries again', () => {
  const LIST = 'GET jobs/list';
  const switchOn = (rule: object) => workspace.faults.add(readFaultRule(rule));
  const statuses = (route: string) => workspace.requests.find({ route }).map(({ status }) => status);

  test('after 429', async () => {
    switchOn({ route: LIST, times: 2, fault: { kind: 'answer', status: 429, retryAfter: 1 } });
    expect((await all(client.jobs.list({}))).length).toBeGreaterThan(0);
    expect(statuses(LIST)).toEqual([429, 429, 200]);
  });

  test('after 503 with a message that it knows to be passing', async () => {
    const message = 'Unexpected error. Try again.';
    switchOn({ route: LIST, times: 1, fault: { kind: 'answer', status: 503, message, retryAfter: 1 } });
    await all(client.jobs.list({}));
    expect(statuses(LIST)).toEqual([503, 200]);
  });

  test('until its patience ends', async () => {
    switchOn({ route: LIST, fault: { kind: 'answer', status: 429 } });
    await expect(all(newClient({ retryTimeoutSeconds: 1 }).jobs.list({}))).rejects.toThrow('Timeout');
  });

  test('and starts a run a second time where only the answer was lost, but for the token', async () => {
    switchOn({ route: 'POST jobs/run-now', when: 'after', times: 1, fault: { kind: 'answer', status: 429 } });
    await client.jobs.runNow({ job_id: 101, idempotency_token: 'the-same' });
    expect(statuses('POST jobs/run-now')).toEqual([429, 200]);
    expect(await all(client.jobs.listRuns({ job_id: 101 }))).toHaveLength(1);

    switchOn({ route: 'POST jobs/run-now', when: 'after', times: 1, fault: { kind: 'answer', status: 429 } });
    await client.jobs.runNow({ job_id: 101 });
    expect(await all(client.jobs.listRuns({ job_id: 101 }))).toHaveLength(3);
  });

  test('but not after a reset, which it passes on', async () => {
    switchOn({ route: LIST, times: 1, fault: { kind: 'reset' } });
    await expect(all(client.jobs.list({}))).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});

test('notification destinations are created, listed, got and deleted, and jobs name them', async () => {
  const { notificationDestinations } = client;
  const webhook = { url: 'https://hooks.example/in', username: 'databricks', password: 'a-made-up-password' };
  const created = await notificationDestinations.create({
    display_name: 'Hook',
    config: { generic_webhook: webhook },
  });
  const id = String(created.id);
  const set = { url_set: true, username_set: true, password_set: true };
  expect(created).toMatchObject({ destination_type: 'WEBHOOK', config: { generic_webhook: set } });
  expect(await notificationDestinations.get({ id })).toEqual(created);
  // The client of this version leaves the body of every PATCH out.
  await expect(notificationDestinations.update({ id, display_name: 'Other' })).rejects.toMatchObject({
    message: 'At least one field has to be given.',
  });
  expect(await all(notificationDestinations.list({ page_size: 1 }))).toEqual([
    { id, display_name: 'Hook', destination_type: 'WEBHOOK' },
  ]);
  const webhook_notifications = { on_failure: [{ id }] };
  await client.jobs.update({ job_id: 101, new_settings: { webhook_notifications } });
  expect((await client.jobs.get({ job_id: 101 })).settings).toMatchObject({ webhook_notifications });
  await notificationDestinations.delete({ id });
  await expect(notificationDestinations.get({ id })).rejects.toMatchObject({ statusCode: 404 });
  expect(JSON.stringify(workspace.requests.find())).not.toContain(webhook.password);
});

describe('an error is read by the client', () => {
  const fail = async (fault: object) => {
    workspace.faults.add(readFaultRule({ route: 'GET jobs/get', times: 1, fault: { kind: 'answer', ...fault } }));
    return client.jobs.get({ job_id: 101 }).catch((error: unknown) => error);
  };
  const said = { status: 404, code: 'RESOURCE_DOES_NOT_EXIST', message: 'Job 5 does not exist' };

  test.each([
    ['code', { errorCode: 'RESOURCE_DOES_NOT_EXIST', message: 'Job 5 does not exist' }],
    ['details', { errorCode: 'RESOURCE_DOES_NOT_EXIST', message: 'Job 5 does not exist' }],
    ['codeNumber', { errorCode: 404, message: 'Job 5 does not exist' }],
    ['htmlPre', { errorCode: 'Not Found', message: 'Job 5 does not exist' }],
    ['htmlTitle', { errorCode: 'Not Found', message: 'Error 404 Job 5 does not exist' }],
    ['plain', { errorCode: 'Not Found', message: expect.stringContaining('RESOURCE_DOES_NOT_EXIST: Job 5') }],
    ['empty', { errorCode: 'Not Found' }],
  ])('in the form %s', async (form, read) => {
    expect(await fail({ form, ...said })).toMatchObject({ statusCode: 404, ...read });
  });

  test('of a wrong token', async () => {
    await expect(newClient({ token: 'dapi-wrong' }).jobs.get({ job_id: 101 })).rejects.toMatchObject({
      statusCode: 403,
    });
  });
});

test('the client names itself, and sends its token in the one header where it belongs', async () => {
  await client.jobs.get({ job_id: 101 });
  const [request] = workspace.requests.find();
  expect(request?.headers).toMatchObject({
    host: HOST,
    'user-agent': expect.stringMatching(/^databricks-job-runner\/0\.0\.0 databricks-sdk-js\/0\.17\.0 /),
  });
  expect(request?.credentials).toMatchObject([{ in: 'authorization', scheme: 'Bearer' }]);
});

test('over plain http the client works just the same', async () => {
  const plain = new WorkspaceClient({ host: workspace.url, token: workspace.token, authType: 'pat' });
  const run = await (await plain.jobs.runNow({ job_id: 101 })).wait({ timeout: new Time(20, TimeUnits.seconds) });
  expect(run.state?.result_state).toBe('SUCCESS');
});
