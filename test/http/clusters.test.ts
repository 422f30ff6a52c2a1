import { clusterTrouble } from '../../local/workspace/scenarios/cluster-trouble';
import { slow } from '../../local/workspace/scenarios/slow';
import { type Body, runWorld, type WorldOptions } from '../support/run-world';
import { FACTORY, signedIn } from '../support/signed-in';
import { answers, onRoute } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

const SHARED = '0101-080000-shared01';
const STOPPED = '0102-090000-adhoc002';
const BUSY = '0103-100000-busy0003';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const createWorld = (options: Partial<WorldOptions> = {}) => runWorld({ clock, scenarios: [slow], ...options });
type World = ReturnType<typeof createWorld>;

/** All pages of a list, each of them asked for with the token of the one before. */
async function pages(world: World, path: string, member: string): Promise<Body[][]> {
  const all: Body[][] = [];
  for (let token = ''; ; ) {
    const { status, body } = await world.get(`${path}${token}`);
    expect(status).toBe(200);
    all.push(body[member]);
    if (body.nextPageToken === null) return all;
    token = `&pageToken=${encodeURIComponent(body.nextPageToken)}`;
  }
}

describe('GET /clusters', () => {
  test('lists the clusters, without what they are configured with', async () => {
    const { status, body, text } = await createWorld().get('clusters');
    expect([status, body.nextPageToken]).toEqual([200, null]);
    expect(body.clusters.map(({ id, state }: Body) => [id, state])).toEqual([
      [BUSY, 'RUNNING'],
      [STOPPED, 'TERMINATED'],
      [SHARED, 'RUNNING'],
    ]);
    expect(body.clusters[1]).toEqual({
      id: STOPPED,
      name: 'Ad hoc',
      state: 'TERMINATED',
      stateMessage: 'Inactive cluster terminated (inactive for 60 minutes).',
      source: 'UI',
      creator: 'demo@example.com',
      sparkVersion: expect.stringContaining('scala'),
      nodeType: expect.stringMatching(/^Standard_/),
      workers: 2,
      autoscale: null,
      autoterminationMinutes: 60,
      startedAt: '2025-12-30T00:00:00.000Z',
      terminatedAt: '2025-12-30T02:05:00.000Z',
      terminationReason: { code: 'INACTIVITY', type: 'SUCCESS', parameters: { inactivity_duration_min: '60' } },
    });
    expect(text).not.toMatch(/nobody-should-see|spark_conf|env/i);
  });

  test('is narrowed by state', async () => {
    const world = createWorld();
    const names = async (state: string) =>
      (await world.get(`clusters?state=${state}`)).body.clusters.map(({ name }: Body) => name);
    expect(await names('terminated')).toEqual(['Ad hoc']);
    expect(await names('TERMINATED,RUNNING')).toHaveLength(3);
    expect(await names('A_STATE_OF_TOMORROW')).toEqual([]);
  });

  test('comes in pages, also where Databricks gives fewer than asked for, or none for now', async () => {
    expect((await pages(createWorld(), 'clusters?limit=1', 'clusters')).flat().map(({ id }: Body) => id)).toEqual([
      BUSY,
      STOPPED,
      SHARED,
    ]);
    const scant = [
      { clusters: [{ cluster_id: 'a' }, { cluster_id: 'b' }], next_page_token: 't1' },
      { next_page_token: 't2' },
      { clusters: [{ cluster_id: 'c', state: 'RUNNING' }], next_page_token: '' },
    ];
    const world = createWorld({
      intercept: async () => ({ status: 200, body: JSON.stringify(scant.shift()) }),
    });
    const found = await pages(world, 'clusters?limit=50', 'clusters');
    expect(found.map((page) => page.map(({ id }: Body) => id))).toEqual([['a', 'b'], [], ['c']]);
    expect(world.requests.map(({ query }) => query)).toEqual([
      'page_size=50',
      'page_size=50&page_token=t1',
      'page_size=50&page_token=t2',
    ]);
  });
});

describe('GET /clusters/{id}', () => {
  test('shows a cluster', async () => {
    const { status, body, text } = await createWorld().get(`clusters/${SHARED}?workspace=adb-1.2`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: SHARED, name: 'Shared', state: 'RUNNING', terminationReason: null });
    expect(text).not.toContain('nobody-should-see');
  });

  test('knows no other', async () => {
    const { status, body } = await createWorld().get('clusters/0101-000000-nothing1');
    expect([status, body.code]).toEqual([404, 'databricksNotFound']);
    const users = [{ name: 'nobody@example.com', tokens: ['dapi-simulated-workspace'] }];
    const reply = await createWorld({ users: [{ name: 'boss@example.com', tokens: ['x'] }, ...users] }).get(
      `clusters/${SHARED}`,
    );
    expect([reply.status, reply.body.code]).toEqual([502, 'databricksRefused']);
    expect(reply.body.detail).toContain('does not have Attach permissions');
  });
});

describe('POST /clusters/{id}/start', () => {
  test('starts one that is terminated, which runs some minutes later', async () => {
    const world = createWorld();
    const { status, headers, body } = await world.post(`clusters/${STOPPED}/start`);
    expect([status, headers.location, headers['retry-after'], body]).toEqual([
      202,
      `https://runner.example/api/clusters/${STOPPED}`,
      '30',
      { id: STOPPED },
    ]);
    const stateAfter = async (seconds: number) => {
      await world.seconds(seconds);
      return (await world.get(`clusters/${STOPPED}`)).body.state;
    };
    expect(await stateAfter(0)).toBe('PENDING');
    expect((await world.post(`clusters/${STOPPED}/start`)).status).toBe(202); // it is about to
    expect(await stateAfter(200)).toBe('RUNNING');
  });

  test('is no mistake where it runs already', async () => {
    const world = createWorld();
    const { status, body } = await world.post(`clusters/${SHARED}/start`);
    expect([status, body.id, body.state]).toEqual([200, SHARED, 'RUNNING']);
  });

  test('has to wait while it is being terminated, and does not do for the cluster of a run', async () => {
    const world = createWorld();
    await world.post(`clusters/${SHARED}/terminate`);
    const early = await world.post(`clusters/${SHARED}/start`);
    expect([early.status, early.body.code]).toEqual([409, 'clusterEnding']);
    const id = await world.start({ job: world.jobId });
    await world.seconds(10);
    const [ofRun] = (await world.get('clusters')).body.clusters;
    expect(ofRun.source).toBe('JOB');
    await world.ended(id);
    await world.seconds(60);
    const reply = await world.post(`clusters/${ofRun.id}/start`);
    expect([reply.status, reply.body.code]).toEqual([502, 'databricksRefused']);
  });

  test('tells of what else Databricks has against it', async () => {
    const world = createWorld({ intercept: onRoute('clusters/start', answers(503, { 'retry-after': '9' })) });
    const { status, body, headers } = await world.post(`clusters/${STOPPED}/start`);
    expect([status, body.code, headers['retry-after']]).toEqual([503, 'databricksUnavailable', '9']);
    for (const path of ['start', 'terminate', 'events']) {
      const body = path === 'events' ? {} : undefined;
      const reply = await createWorld().post(`clusters/0101-000000-nothing1/${path}`, body);
      expect([reply.status, reply.body.detail]).toEqual([404, expect.stringContaining('GET /api/clusters')]);
    }
  });
});

test('POST /clusters/{id}/terminate terminates it, and does no harm to one that is', async () => {
  const world = createWorld();
  for (const id of [SHARED, SHARED, STOPPED]) {
    const { status, headers } = await world.post(`clusters/${id}/terminate`);
    expect([status, headers.location]).toEqual([202, `https://runner.example/api/clusters/${id}`]);
  }
  await world.seconds(20);
  expect((await world.get(`clusters/${SHARED}`)).body).toMatchObject({
    state: 'TERMINATED',
    terminationReason: { code: 'USER_REQUEST' },
  });
  expect(world.requests.some(({ path }) => path.includes('permanent'))).toBe(false);
});

describe('the events of a cluster', () => {
  test('are listed with what is known of each, the latest first', async () => {
    const { status, body } = await createWorld().get(`clusters/${STOPPED}/events`);
    expect(status).toBe(200);
    expect(body).toEqual({
      events: [
        {
          at: '2025-12-30T02:05:00.000Z',
          type: 'TERMINATING',
          reason: { code: 'INACTIVITY', type: 'SUCCESS', parameters: { inactivity_duration_min: '60' } },
        },
        { at: '2025-12-30T00:05:01.000Z', type: 'DRIVER_HEALTHY' },
        { at: '2025-12-30T00:05:00.000Z', type: 'RUNNING', workers: 2, targetWorkers: 2 },
        { at: '2025-12-30T00:00:00.000Z', type: 'CREATING', user: 'demo@example.com' },
      ],
      nextPageToken: null,
    });
  });

  test.each([1, 100, 250, 500])('come each once, in pages of %d', async (limit) => {
    if (limit === 1) {
      const few = await pages(createWorld(), `clusters/${STOPPED}/events?limit=1`, 'events');
      expect(few.map((page) => page.length)).toEqual([1, 1, 1, 1]);
      return;
    }
    for (const order of ['ASC', 'DESC']) {
      const found = (
        await pages(createWorld(), `clusters/${BUSY}/events?limit=${limit}&order=${order}`, 'events')
      ).flat();
      const keys = found.map(({ at, type }: Body) => `${at} ${type}`);
      expect([found.length, new Set(keys).size]).toEqual([603, 603]);
      const times = found.map(({ at }: Body) => at);
      expect(order === 'ASC' ? times : times.reverse()).toEqual([...times].sort());
    }
  });

  test('come each once where Databricks gives fewer than asked for, or none for now', async () => {
    const scant = [
      { events: [{ timestamp: 3, type: 'RUNNING' }], next_page_token: 't1', prev_page_token: '' },
      { next_page_token: 't2', total_count: 0 },
      { events: [{ timestamp: 2, type: 'STARTING', details: null }, { timestamp: 1 }] },
    ];
    const world = createWorld({ intercept: async () => ({ status: 200, body: JSON.stringify(scant.shift()) }) });
    const found = await pages(world, `clusters/${BUSY}/events?limit=500`, 'events');
    expect(found.map((page) => page.map(({ type }: Body) => type))).toEqual([['RUNNING'], [], ['STARTING', 'UNKNOWN']]);
    expect(world.requests.map(({ body }) => JSON.parse(String(body)).page_token)).toEqual([undefined, 't1', 't2']);
  });

  test('are narrowed by time and type', async () => {
    const world = createWorld();
    const typesOf = async (query: string) =>
      (await world.get(`clusters/${STOPPED}/events?${query}`)).body.events.map(({ type }: Body) => type);
    expect(await typesOf('type=running,terminating')).toEqual(['TERMINATING', 'RUNNING']);
    expect(await typesOf('from=2025-12-30T01:00:00Z')).toEqual(['TERMINATING']);
    const at = Date.parse('2025-12-30T00:05:00Z');
    expect(await typesOf(`from=${at}&to=${at}`)).toEqual(['RUNNING']);
    expect(await typesOf('to=2025-12-29')).toEqual([]);
  });

  test('are also asked for in the words of Databricks', async () => {
    const world = createWorld();
    const body = { cluster_id: BUSY, order: 'ASC', page_size: 2, event_types: ['RESIZING'], end_time: clock.now() };
    const first = await world.post(`clusters/${BUSY}/events`, body);
    expect(first.body.events).toMatchObject([
      { type: 'RESIZING', workers: 2, targetWorkers: 8, cause: 'AUTOSCALE' },
      { type: 'RESIZING', workers: 8, targetWorkers: 2 },
    ]);
    const second = await world.post(`clusters/${BUSY}/events`, { ...body, page_token: first.body.nextPageToken });
    expect(Date.parse(second.body.events[0].at)).toBeGreaterThan(Date.parse(first.body.events[1].at));
    expect((await world.post(`clusters/${STOPPED}/events`, {})).body.events).toHaveLength(4);
    expect((await world.post(`clusters/${STOPPED}/events`, { limit: 1 })).body.events).toHaveLength(1);
  });

  test('say why the cluster of a run was lost', async () => {
    const world = createWorld({ scenarios: [clusterTrouble] });
    await world.ended(await world.start({ job: world.jobId }));
    const [{ id }] = (await world.get('clusters?state=TERMINATING,TERMINATED&limit=1')).body.clusters;
    const [gone, lost] = (await world.get(`clusters/${id}/events`)).body.events;
    expect(lost).toMatchObject({ type: 'NODES_LOST', workers: 0, targetWorkers: 2 });
    expect(gone).toMatchObject({ type: 'TERMINATING', reason: { code: 'SPOT_INSTANCE_TERMINATION' } });
  });

  test('say nothing of what a cluster was configured with', async () => {
    const secret = 'password-that-nobody-should-see';
    const details = { attributes: { spark_env_vars: { PASSWORD: secret } }, init_scripts: { cluster: [secret] } };
    const world = createWorld({
      intercept: async () => ({
        status: 200,
        body: JSON.stringify({ events: [{ timestamp: 1, type: 'EDITED', details: { ...details, user: 'me' } }] }),
      }),
    });
    const { body, text } = await world.get(`clusters/${BUSY}/events`);
    expect(body.events).toEqual([{ at: '1970-01-01T00:00:00.001Z', type: 'EDITED', user: 'me' }]);
    expect(text).not.toContain(secret);
  });
});

describe('who may', () => {
  const CHANGES = [`clusters/${STOPPED}/start`, `clusters/${SHARED}/terminate`];

  test.each(CHANGES)('nobody changes anything unless the settings allow it: %s', async (path) => {
    for (const allowedChanges of [[], ['jobs']] as const) {
      const world = createWorld({ allowedChanges });
      const { status, body } = await world.post(path);
      expect([status, body.code]).toEqual([403, 'changeNotAllowed']);
      expect(body.detail).toContain('ALLOW_CHANGES');
      expect(world.requests).toEqual([]);
      expect((await world.get('clusters')).status).toBe(200);
    }
  });

  test('clusters are closed to who has some jobs only', async () => {
    const callers = new Map([[FACTORY, { jobs: ['101'] }]]);
    const world = createWorld({ callerAuth: 'entra', callers });
    const paths = ['clusters', `clusters/${SHARED}`, `clusters/${SHARED}/events`];
    const asked = [
      ...paths.map((path) => world.get(path, signedIn())),
      ...[...CHANGES, `clusters/${SHARED}/events`].map((path) => world.post(path, {}, signedIn())),
    ];
    for (const { status, body } of await Promise.all(asked)) {
      expect([status, body.code]).toEqual([403, 'jobNotAllowed']);
    }
    expect(world.requests).toEqual([]);
  });
});
