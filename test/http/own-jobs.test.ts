import { everyScenario } from '../../local/workspace/scenarios/every-scenario';
import { nightlyReport } from '../../local/workspace/scenarios/nightly-report';
import { salesTable } from '../../local/workspace/scenarios/sales-table';
import type { Databricks } from '../../src/adapters/databricks/databricks';
import { createWorkspaces } from '../../src/adapters/databricks/workspaces';
import type { CallerRule } from '../../src/contract/callers/caller-rules';
import type { CatalogEntry } from '../../src/contract/jobs/catalog';
import { mayUse } from '../../src/http/callers/own-jobs';
import { ask } from '../support/in-memory-host';
import { workspaceOf } from '../support/one-workspace';
import { type Body, runWorld, type WorldOptions } from '../support/run-world';
import { FACTORY, REPORTS, signedIn } from '../support/signed-in';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const catalog = new Map<string, CatalogEntry>([
  ['sales', { job: '101', allowedParameters: ['region'] }],
  ['hidden', { job: '102', allowedParameters: ['salary'] }],
]);
const factory = signedIn({ application: FACTORY });
const boss = signedIn({ application: REPORTS });

/** Data Factory has jobs of its own, and somebody else has all of them. */
function worldWith(rule: CallerRule = { jobs: ['sales'] }, options: Partial<WorldOptions> = {}) {
  const callers = new Map([
    [FACTORY, rule],
    [REPORTS, {}],
  ]);
  const world = runWorld({
    clock,
    scenarios: [salesTable, nightlyReport],
    catalog,
    callerAuth: 'entra',
    callers,
    ...options,
  });
  return { ...world, start: (body: Body, who = factory) => world.start(body, 'runs', who) };
}

describe('a start', () => {
  test.each([
    ['by the id behind its own alias, which the catalog does not hold to its parameters', { job: '101' }],
    ['of another alias', { job: 'hidden' }],
    ['of an alias that there is not', { job: 'nothing' }],
    ['by a name', { job: 'Sales table' }],
    ['by the name that a job of its own has', { job_id: '101' }],
    ['with parameters that would be refused', { job: 'hidden', runNow: { job_parameters: { nonsense: '1' } } }],
  ])('%s is refused, and nothing is asked or started', async (_, body) => {
    const world = worldWith();
    const reply = await world.post('runs', body, factory);
    expect([reply.status, reply.body.code]).toEqual([403, 'jobNotAllowed']);
    expect(reply.text).not.toMatch(/salary|102|hidden/);
    expect(world.requests).toEqual([]);
    expect((await world.get('runs', boss)).body.runs).toEqual([]);
    expect(world.events).toMatchObject([{ event: 'startRefused', code: 'jobNotAllowed', status: 403 }]);
  });

  test('of an id that is its own may name the alias of that job, too', async () => {
    const world = worldWith({ jobs: ['101'] });
    for (const job of ['101', 101, '0101', 'sales']) {
      expect((await world.post('runs', { job }, factory)).status).toBe(202);
    }
  });
});

describe('the run of a caller', () => {
  test('has its id in the row and in the log, and nowhere in an answer', async () => {
    const world = worldWith();
    const id = await world.start({ job: 'sales' });
    await world.seconds(30);
    expect(await world.row(id)).toMatchObject({ caller: FACTORY });
    expect(world.events).toContainEqual(expect.objectContaining({ event: 'runStarted', runId: id, caller: FACTORY }));
    expect(world.answered[0]).toMatchObject({ event: 'requestAnswered', function: 'startRun', caller: FACTORY });
    for (const path of ['runs', `runs/${id}`]) expect((await world.get(path, boss)).text).not.toContain(FACTORY);
  });

  test('has none where callers bring keys', async () => {
    const world = runWorld({ clock, scenarios: [salesTable], catalog });
    const id = await world.start({ job: 'sales' }, 'runs', factory);
    await world.seconds(30);
    expect(await world.row(id)).not.toHaveProperty('caller');
    expect(JSON.stringify([world.events, world.answered])).not.toContain(FACTORY);
  });

  test('is open by its link to who sends no token, or a bad one', async () => {
    const world = worldWith();
    const { body } = await world.post('runs', { job: 'sales' }, factory);
    const link = body.statusPath.replace('/api/', '');
    for (const headers of [{}, { 'x-ms-client-principal': 'x' }, signedIn({ roles: [] })]) {
      expect((await world.get(link, headers)).status).toBe(202);
    }
    expect(JSON.stringify(world.answered.slice(1))).not.toContain('caller');
  });
});

describe('an idempotency key', () => {
  const keyed = (world: ReturnType<typeof worldWith>, who: Record<string, string>, body: Body = { job: 'sales' }) =>
    world.post('runs', body, { ...who, 'idempotency-key': 'k' });

  test('meets the run of the same caller', async () => {
    const world = worldWith();
    const first = await keyed(world, factory);
    expect((await keyed(world, factory)).body).toMatchObject({ id: first.body.id, joined: true });
    expect((await keyed(world, factory, { job: 'sales', pollSeconds: 5 })).status).toBe(422);
  });

  test('of one caller is not that of another, nor that of a person who uses the same application', async () => {
    const world = worldWith();
    const person = signedIn({ application: FACTORY, person: REPORTS });
    const replies = [
      await keyed(world, factory),
      await keyed(world, boss, { job: 'hidden' }),
      await keyed(world, person),
    ];
    expect(replies.map(({ status, body }) => [status, body.joined])).toEqual(Array(3).fill([202, false]));
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(3);
  });
});

describe('the standard URLs', () => {
  const urlsOf = async (rule: CallerRule, headers = factory) => {
    const { body } = await worldWith(rule).post('runs', { job: 'sales' }, headers);
    return 'statusQueryGetUri' in body;
  };

  test('are for callers that may do everything with every run, because they open each of them', async () => {
    expect(await urlsOf({})).toBe(true);
    expect(await urlsOf({ jobs: ['sales', 'hidden', '101', '102'] })).toBe(false);
    expect(await urlsOf({ actions: ['start', 'read'] })).toBe(false);
    expect(await urlsOf({}, signedIn({ roles: ['Runs.Start', 'Runs.Read'] }))).toBe(false);
  });
});

describe('the list of runs', () => {
  test('has the runs of its own jobs, whoever has started them, and pages to its end', async () => {
    const world = worldWith();
    const own: string[] = [];
    const ROUNDS = [
      ['sales', 'hidden', '101'],
      ['hidden', 'hidden', '102', 'hidden', 'hidden'],
      ['sales', 'sales', 'hidden', 'sales'],
    ];
    for (let round = 0; round < 12; round++) {
      for (const job of ROUNDS[round % 5] ?? ['hidden', '102', '101', 'hidden']) {
        const id = await world.start({ job }, boss);
        if (job === 'sales') own.unshift(id);
        await world.seconds(0.1);
      }
    }
    expect(own).toHaveLength(3 + 2 * 3);
    for (const limit of [1, 2, 3, 100]) {
      const found: string[] = [];
      let query = `runs?limit=${limit}`;
      for (let pages = 0; pages < 50; pages++) {
        const { body } = await world.get(query, factory);
        expect(body.runs.length).toBeLessThanOrEqual(limit);
        found.push(...body.runs.map(({ id }: Body) => id));
        if (body.nextPageToken === null) break;
        query = `runs?limit=${limit}&pageToken=${body.nextPageToken}`;
      }
      expect(found).toEqual(own);
    }
    expect((await world.get('runs?limit=100', boss)).body.runs).toHaveLength(3 * 3 + 3 * 5 + 6 * 4);
  });

  test('finds nothing by the name of another job', async () => {
    const world = worldWith();
    await world.start({ job: 'hidden' }, boss);
    for (const job of ['hidden', '102', 'Nightly%20report']) {
      expect((await world.get(`runs?job=${job}`, factory)).body).toEqual({ runs: [], nextPageToken: null });
    }
  });
});

test('the list of jobs has its own, by alias and by id', async () => {
  const { body } = await worldWith({ jobs: ['sales', '102'] }).get('jobs', factory);
  expect(body).toEqual({
    aliases: [
      { alias: 'sales', job: '101', about: null },
      { alias: 'hidden', job: '102', about: null }, // the id is its own
    ],
    jobs: [{ id: '102', name: 'Nightly report' }],
    nextPageToken: null,
  });
  const narrow = await worldWith().get('jobs', factory);
  expect(narrow.body).toMatchObject({ aliases: [{ alias: 'sales' }], jobs: [] });
});

test('the list of jobs can be paged, though its pages may be empty', async () => {
  const world = worldWith({ jobs: ['101', '103'] }, { scenarios: everyScenario });
  const found: string[] = [];
  let query = 'jobs?limit=2';
  for (let pages = 0; pages < 50; pages++) {
    const { body } = await world.get(query, factory);
    found.push(...body.jobs.map(({ id }: Body) => id));
    if (body.nextPageToken === null) break;
    query = `jobs?limit=2&pageToken=${body.nextPageToken}`;
  }
  expect(found.sort()).toEqual(['101', '103']);
});

describe('the table', () => {
  test('of its own job is read with run=, and that of a run of another job is not', async () => {
    const world = worldWith();
    const { body } = await world.get('jobs/sales/table', factory);
    expect((await world.get(`jobs/sales/table?run=${body.id}`, factory)).status).toBe(202);
    const other = await world.get('jobs/hidden/table', boss);
    expect((await world.get(`jobs/sales/table?run=${other.body.id}`, factory)).body.code).toBe('runUnknown');
    expect((await world.get(`jobs/hidden/table?run=${other.body.id}`, factory)).body.code).toBe('jobNotAllowed');
  });

  test('can be read, but not asked for anew, without the role to start', async () => {
    const world = worldWith();
    const reader = signedIn({ application: FACTORY, roles: ['Runs.Read'] });
    expect((await world.get('jobs/sales/table', reader)).body).toMatchObject({ missingRoles: ['Runs.Start'] });
    const { body } = await world.get('jobs/sales/table', boss);
    expect((await world.get('jobs/sales/table?mode=peek', reader)).body.id).toBe(body.id);
    expect((await world.get(`jobs/sales/table?run=${body.id}`, reader)).status).toBe(202);
    expect(world.asked().filter((line) => line === 'POST run-now').length).toBeLessThanOrEqual(1);
  });

  test('of one question is one run for all who may ask it', async () => {
    const world = worldWith();
    const [one, other] = [await world.get('jobs/sales/table', factory), await world.get('jobs/sales/table', boss)];
    expect(other.body).toMatchObject({ id: one.body.id, joined: true });
  });

  test.each(['-/table?name=Sales%20table', '-/table?name=Nightly%20report', '-/table?name=hidden'])(
    'by a name is refused without a look at it: %s',
    async (path) => {
      const world = worldWith();
      expect((await world.get(`jobs/${path}`, factory)).body.code).toBe('jobNotAllowed');
      expect(world.requests).toEqual([]);
    },
  );
});

describe('the self-check', () => {
  test('tells of its own jobs and runs only', async () => {
    const missing = new Map(catalog).set('gone', { job: '999' });
    const world = worldWith({ jobs: ['sales'] }, { catalog: missing });
    const overdue = await world.start({ job: 'hidden', timeoutSeconds: 10 }, boss);
    const place = `/runtime/webhooks/durabletask/instances/${overdue}/suspend?reason=test`;
    await ask(world.host.management, 'POST', place);
    await world.seconds(20_000);
    const own = await world.get('health/details', factory);
    expect(own.text).toContain('Aliases in the catalog: 1.');
    expect(own.text).not.toMatch(new RegExp(`gone|999|hidden|${overdue}`));
    expect((await world.get('health/details', boss)).text).toMatch(new RegExp(`gone.*${overdue}`));
  });
});

describe('where there is more than one workspace', () => {
  const databricks = {} as Databricks;
  const prod = workspaceOf(databricks, { alias: 'prod', names: ['prod', 'adb-2.2'] });
  const workspaces = createWorkspaces([workspaceOf(databricks), prod]);
  const inProd = new Map<string, CatalogEntry>([['nightly', { job: '7', workspace: 'prod' }]]);
  const may = (own: string, job: string, workspace?: string) => {
    const caller = { roles: [], withheld: [], jobs: new Set([own]) };
    return mayUse(job, workspace, { catalog: inProd, workspaces, caller });
  };

  test.each([
    ['7', '7', undefined, true],
    ['7', '7', 'default', true],
    ['7', '7', 'prod', false],
    ['7', '7', 'adb-2.2', false],
    ['7', '7', 'PROD', false],
    ['7', 'nightly', undefined, false],
    ['prod/7', '7', 'prod', true],
    ['prod/7', '7', 'ADB-2.2', true],
    ['prod/7', '7', undefined, false],
    ['prod/7', 'nightly', undefined, true],
    ['nightly', 'nightly', undefined, true],
    ['nightly', '7', 'prod', false],
    ['prod/7', 'a name', 'prod', false],
  ])('an entry with %s opens %s in %s: %s', (own, job, workspace, expected) => {
    expect(may(own, job, workspace)).toBe(expected);
  });
});
