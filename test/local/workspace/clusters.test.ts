import fc from 'fast-check';
import { clusterTrouble } from '../../../local/workspace/scenarios/cluster-trouble';
import { nightlyReport } from '../../../local/workspace/scenarios/nightly-report';
import { pythonScript } from '../../../local/workspace/scenarios/python-script';
import { quickSuccess } from '../../../local/workspace/scenarios/quick-success';
import { repairable } from '../../../local/workspace/scenarios/repairable';
import { slow } from '../../../local/workspace/scenarios/slow';
import { type Answer, workspaceWith } from '../../support/workspace-client';

const SHARED = '0101-080000-shared01';
const STOPPED = '0102-090000-adhoc002';
const BUSY = '0103-100000-busy0003';
const API = '/api/2.1/clusters';

type World = ReturnType<typeof workspaceWith>;

const state = async ({ get }: World, id: string) => (await get(`${API}/get?cluster_id=${id}`)).state;
const eventsOf = async ({ post }: World, id: string, more = {}): Promise<Answer[]> =>
  (await post(`${API}/events`, { cluster_id: id, order: 'ASC', page_size: 500, ...more })).events ?? [];
const typesOf = async (world: World, id: string) => (await eventsOf(world, id)).map(({ type }) => type);
const ID = /^0101-\d{6}-\d{8}$/;

describe('the clusters of a fresh workspace', () => {
  test('are one that runs, one that is terminated, and one with more events than fit into an answer', async () => {
    const world = workspaceWith();
    const { clusters } = await world.get(`${API}/list`);
    expect(clusters.map(({ cluster_id, state }: Answer) => [cluster_id, state])).toEqual([
      [BUSY, 'RUNNING'],
      [STOPPED, 'TERMINATED'],
      [SHARED, 'RUNNING'],
    ]);
    expect((await eventsOf(world, BUSY)).length).toBe(500);
    expect((await world.post(`${API}/events`, { cluster_id: BUSY })).total_count).toBe(603);
  });

  test('are told with the reason why they were terminated, and with what they were made of', async () => {
    const { get } = workspaceWith();
    expect(await get(`${API}/get?cluster_id=${STOPPED}`)).toMatchObject({
      state: 'TERMINATED',
      terminated_time: expect.any(Number),
      termination_reason: { code: 'INACTIVITY', type: 'SUCCESS', parameters: { inactivity_duration_min: '60' } },
    });
    expect(await get(`${API}/get?cluster_id=${SHARED}`)).toHaveProperty('spark_env_vars.DB_PASSWORD');
  });

  test('are listed by their states, as often as one is named', async () => {
    const { get } = workspaceWith();
    const names = async (query: string) =>
      ((await get(`${API}/list?${query}`)).clusters ?? []).map(({ cluster_name }: Answer) => cluster_name);
    expect(await names('filter_by.cluster_states=TERMINATED')).toEqual(['Ad hoc']);
    expect(await names('filter_by.cluster_states=TERMINATED&filter_by.cluster_states=RUNNING')).toHaveLength(3);
    expect(await names('filter_by.cluster_states=PENDING')).toEqual([]);
    expect(await names('filter_by.cluster_sources=JOB')).toEqual([]);
  });

  test('come page after page, and those terminated a month ago do not come at all', async () => {
    const { get, seconds } = workspaceWith();
    const first = await get(`${API}/list?page_size=2`);
    const second = await get(`${API}/list?page_size=2&page_token=${first.next_page_token}`);
    expect([...first.clusters, ...second.clusters]).toHaveLength(3);
    expect(second.next_page_token).toBeUndefined();
    await seconds(31 * 86_400);
    expect((await get(`${API}/list`)).clusters).toHaveLength(2);
    expect((await get('/api/2.0/clusters/list')).clusters).toHaveLength(2);
  });
});

describe('a cluster', () => {
  test('that is terminated can be started, and takes its time', async () => {
    const world = workspaceWith();
    expect(await world.post(`${API}/start`, { cluster_id: STOPPED })).toEqual({});
    expect(await state(world, STOPPED)).toBe('PENDING');
    await world.seconds(200);
    expect(await state(world, STOPPED)).toBe('RUNNING');
    const [starting, running] = (await eventsOf(world, STOPPED)).slice(-3);
    expect(starting).toMatchObject({ type: 'STARTING', details: { user: 'demo@example.com' } });
    expect(running).toMatchObject({ type: 'RUNNING', details: { current_num_workers: 2, target_num_workers: 2 } });
    expect(running.timestamp - starting.timestamp).toBe(180_000);
  });

  test('that runs is not started again, whatever the documentation says', async () => {
    const { send } = workspaceWith();
    expect(await send('POST', `${API}/start`, { cluster_id: SHARED })).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_STATE', message: `Cluster ${SHARED} is in unexpected state Running.` },
    });
  });

  test('that runs is terminated, and one that is terminated stays so', async () => {
    const world = workspaceWith();
    for (let times = 0; times < 2; times++) await world.post(`${API}/delete`, { cluster_id: SHARED });
    expect(await state(world, SHARED)).toBe('TERMINATING');
    await world.seconds(20);
    expect(await state(world, SHARED)).toBe('TERMINATED');
    await world.post(`${API}/delete`, { cluster_id: SHARED });
    const terminations = await eventsOf(world, SHARED, { event_types: ['TERMINATING'] });
    expect(terminations).toMatchObject([
      { details: { reason: { code: 'USER_REQUEST', parameters: { username: 'demo@example.com' } } } },
    ]);
  });

  test('restarts and is resized', async () => {
    const world = workspaceWith();
    await world.post(`${API}/restart`, { cluster_id: SHARED });
    expect(await state(world, SHARED)).toBe('RESTARTING');
    await world.seconds(200);
    await world.post(`${API}/resize`, { cluster_id: SHARED, num_workers: 5 });
    expect(await state(world, SHARED)).toBe('RESIZING');
    await world.seconds(100);
    expect(await world.get(`${API}/get?cluster_id=${SHARED}`)).toMatchObject({ state: 'RUNNING', num_workers: 5 });
    expect((await typesOf(world, SHARED)).slice(3)).toEqual([
      'RESTARTING',
      'RUNNING',
      'DRIVER_HEALTHY',
      'RESIZING',
      'UPSIZE_COMPLETED',
    ]);
  });

  test('that there is not is an old kind of not found', async () => {
    const { send } = workspaceWith();
    expect(await send('GET', `${API}/get?cluster_id=0101-000000-nothing1`)).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE', message: 'Cluster 0101-000000-nothing1 does not exist' },
    });
    expect((await send('GET', `${API}/get`)).body.message).toBe('Missing required field: cluster_id');
  });

  test('is for those who may attach to it, and started by those who may restart it', async () => {
    const users = [
      { name: 'owner@example.com', tokens: ['dapi-owner'] },
      { name: 'looks@example.com', tokens: ['dapi-looks'], clusterPermissions: { [SHARED]: 'CAN_ATTACH_TO' as const } },
      { name: 'acts@example.com', tokens: ['dapi-acts'], clusterPermissions: { [SHARED]: 'CAN_RESTART' as const } },
    ];
    const { send } = workspaceWith([], { users });
    const ask = async (token: string, method: string, path: string, body?: unknown) =>
      (await send(method, `${API}/${path}`, body, token)).status;
    expect(await ask('dapi-looks', 'GET', `get?cluster_id=${SHARED}`)).toBe(200);
    expect(await ask('dapi-looks', 'GET', `get?cluster_id=${BUSY}`)).toBe(403);
    expect(await ask('dapi-looks', 'GET', 'get?cluster_id=0101-000000-nothing1')).toBe(403);
    expect(await ask('dapi-looks', 'POST', 'delete', { cluster_id: SHARED })).toBe(403);
    expect(await ask('dapi-acts', 'POST', 'delete', { cluster_id: SHARED })).toBe(200);
    const { body } = await send('GET', `${API}/list`, undefined, 'dapi-looks');
    expect(body.clusters).toMatchObject([{ cluster_id: SHARED }]);
  });
});

describe('the events of a cluster', () => {
  test('are asked for with POST, as with Databricks: a GET finds nothing', async () => {
    const { send } = workspaceWith();
    expect(await send('GET', `${API}/events?cluster_id=${BUSY}`)).toMatchObject({
      status: 404,
      body: { error_code: 'ENDPOINT_NOT_FOUND' },
    });
  });

  test('come each once, in order, whatever the size of the pages and whatever happens in between', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.constantFrom('ASC', 'DESC'), async (sizes, order) => {
        const world = workspaceWith();
        const before = (await eventsOf(world, BUSY, { order, end_time: world.clock.now() })).length;
        expect(before).toBe(500);
        const seen: Answer[] = [];
        let token: string | undefined;
        let page = 0;
        do {
          const page_size = sizes[page++ % sizes.length];
          const body = { cluster_id: BUSY, order, page_size, ...(token && { page_token: token }) };
          const answer = await world.post(`${API}/events`, body);
          seen.push(...answer.events);
          token = answer.next_page_token;
          if (page === 1) await world.post(`${API}/delete`, { cluster_id: BUSY });
        } while (token);
        const old = seen.filter(({ type }) => type !== 'TERMINATING');
        expect(new Set(old.map(({ timestamp, type }) => `${timestamp} ${type}`)).size).toBe(603);
        expect(old).toHaveLength(603);
        const times = old.map(({ timestamp }) => timestamp);
        expect(times).toEqual([...times].sort((a, b) => (order === 'ASC' ? a - b : b - a)));
      }),
      { numRuns: 15 },
    );
  });

  test('come in the deprecated way, too, by offset and limit', async () => {
    const { post, send } = workspaceWith();
    const first = await post(`${API}/events`, { cluster_id: BUSY, limit: 400 });
    expect(first.next_page).toMatchObject({ cluster_id: BUSY, offset: 400, limit: 400, end_time: expect.any(Number) });
    const second = await post(`${API}/events`, first.next_page);
    expect([first.events.length, second.events.length, second.next_page]).toEqual([400, 203, undefined]);
    expect((await send('POST', `${API}/events`, { cluster_id: BUSY, limit: 501 })).status).toBe(400);
    expect((await send('POST', `${API}/events`, { cluster_id: BUSY, offset: 5 })).status).toBe(400);
  });

  test('go back with the token of the page before, and refuse one that is none', async () => {
    const { post, send } = workspaceWith();
    const ask = (more: object) => post(`${API}/events`, { cluster_id: BUSY, page_size: 100, ...more });
    const first = await ask({});
    const second = await ask({ page_token: first.next_page_token });
    expect((await ask({ page_token: second.prev_page_token })).events).toEqual(first.events);
    const wrong = { cluster_id: BUSY, page_token: 'made-up' };
    expect(await send('POST', `${API}/events`, wrong)).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE' },
    });
  });
});

describe('the cluster of a run', () => {
  const idOf = (task: Answer) => task.cluster_instance.cluster_id;

  test('is made for it, shared by its tasks, and goes with it', async () => {
    const world = workspaceWith([nightlyReport]);
    const runId = await world.start();
    const [waiting] = (await world.run(runId)).tasks;
    expect(waiting.cluster_instance).toEqual({ cluster_id: expect.stringMatching(ID) });
    expect(await state(world, idOf(waiting))).toBe('PENDING');
    await world.seconds(5);
    expect(await state(world, idOf(waiting))).toBe('RUNNING');
    await world.seconds(300);
    const run = await world.run(runId);
    expect(new Set(run.tasks.map(idOf)).size).toBe(1);
    const events = await eventsOf(world, idOf(waiting));
    expect(events.map(({ type }) => type)).toEqual(['CREATING', 'RUNNING', 'DRIVER_HEALTHY', 'TERMINATING']);
    expect(events[0].timestamp).toBe(run.tasks[0].start_time);
    expect(events[1].timestamp - events[0].timestamp).toBe(run.tasks[0].setup_duration);
    expect(events[3]).toMatchObject({ timestamp: run.end_time, details: { reason: { code: 'JOB_FINISHED' } } });
    expect(await state(world, idOf(waiting))).toBe('TERMINATED');
  });

  test('whose cloud took it back has the events that say so', async () => {
    const world = workspaceWith([clusterTrouble]);
    const runId = await world.start();
    await world.seconds(300);
    const run = await world.run(runId);
    const id = idOf(run.tasks[0]);
    expect(run.tasks[0].state.state_message).toContain(id);
    expect((await eventsOf(world, id)).slice(-2)).toMatchObject([
      { type: 'NODES_LOST', details: { current_num_workers: 0, target_num_workers: 2 } },
      { type: 'TERMINATING', details: { reason: { code: 'SPOT_INSTANCE_TERMINATION', type: 'CLOUD_FAILURE' } } },
    ]);
  });

  test('of a repair is another one', async () => {
    const world = workspaceWith([repairable]);
    const run_id = await world.start();
    await world.seconds(300);
    await world.post('runs/repair', { run_id, rerun_all_failed_tasks: true });
    await world.seconds(300);
    const load = (await world.run(run_id)).tasks.filter(({ task_key }: Answer) => task_key === 'load');
    expect(load).toHaveLength(2);
    expect(new Set(load.map(idOf)).size).toBe(2);
  });

  test('that a user terminates takes the tasks on it along', async () => {
    const world = workspaceWith([slow]);
    const runId = await world.start();
    await world.seconds(10);
    await world.post(`${API}/delete`, { cluster_id: idOf((await world.run(runId)).tasks[0]) });
    await world.seconds(10);
    const [task] = (await world.run(runId)).tasks;
    expect(task.status.termination_details.code).toBe('CLUSTER_TERMINATED_BY_USER');
  });

  test('cannot be started once it has gone', async () => {
    const world = workspaceWith([quickSuccess]);
    const runId = await world.start();
    await world.seconds(300);
    const cluster_id = idOf((await world.run(runId)).tasks[0]);
    expect((await world.send('POST', `${API}/start`, { cluster_id })).body.error_code).toBe('INVALID_STATE');
  });

  test('that is named by the task is started for it, and stays', async () => {
    const world = workspaceWith();
    const task = { task_key: 'main', existing_cluster_id: STOPPED, notebook_task: { notebook_path: '/x' } };
    const { run_id } = await world.post('runs/submit', { tasks: [task] });
    await world.seconds(60);
    expect((await world.run(run_id)).tasks[0].cluster_instance.cluster_id).toBe(STOPPED);
    expect(await state(world, STOPPED)).toBe('RUNNING');
    expect((await eventsOf(world, STOPPED)).at(-3).details.job_run_name).toMatch(/^job-\d+-run-\d+-main$/);
  });

  test('that is named and is not there lets the task fail', async () => {
    const world = workspaceWith();
    const task = {
      task_key: 'main',
      existing_cluster_id: '0101-000000-nobody',
      notebook_task: { notebook_path: '/x' },
    };
    const { run_id } = await world.post('runs/submit', { tasks: [task] });
    await world.seconds(60);
    const { state, tasks } = await world.run(run_id);
    expect(state).toMatchObject({ life_cycle_state: 'INTERNAL_ERROR', result_state: 'FAILED' });
    expect(state.state_message).toContain('Cluster 0101-000000-nobody does not exist');
    expect(tasks[0].status.termination_details).toMatchObject({
      code: 'INVALID_CLUSTER_REQUEST',
      type: 'CLIENT_ERROR',
    });
  });

  test('is named and cannot be looked at where it is serverless', async () => {
    const world = workspaceWith([pythonScript]);
    const runId = await world.start();
    await world.seconds(60);
    const id = idOf((await world.run(runId)).tasks[0]);
    expect((await world.send('GET', `${API}/get?cluster_id=${id}`)).body.message).toBe(`Cluster ${id} does not exist`);
  });

  test('is for those who manage its job', async () => {
    const users = [
      { name: 'owner@example.com', tokens: ['dapi-owner'] },
      { name: 'runs@example.com', tokens: ['dapi-runs'], permissions: { '102': 'CAN_MANAGE_RUN' as const } },
      { name: 'manages@example.com', tokens: ['dapi-manages'], permissions: { '102': 'CAN_MANAGE' as const } },
    ];
    const { send, seconds } = workspaceWith([nightlyReport], { users });
    const { run_id } = (await send('POST', 'run-now', { job_id: 102 }, 'dapi-manages')).body;
    await seconds(60);
    const run = (await send('GET', `runs/get?run_id=${run_id}`, undefined, 'dapi-runs')).body;
    const see = async (token: string) =>
      (await send('GET', `${API}/get?cluster_id=${idOf(run.tasks[0])}`, undefined, token)).status;
    expect([await see('dapi-manages'), await see('dapi-runs')]).toEqual([200, 403]);
  });
});

test('the versions of Spark can be asked for, which is what others check a sign-in with', async () => {
  const { versions } = await workspaceWith().get(`${API}/spark-versions`);
  expect(versions[0]).toMatchObject({ key: expect.stringContaining('scala') });
});
