import { salesTable } from '../../local/workspace/scenarios/sales-table';
import { slow } from '../../local/workspace/scenarios/slow';
import { ROLES, type Role } from '../../src/contract/callers/caller';
import type { CallerRules } from '../../src/contract/callers/caller-rules';
import { ROUTE_ROLES } from '../../src/contract/callers/route-roles';
import type { CatalogEntry } from '../../src/contract/jobs/catalog';
import { type Reply, runWorld } from '../support/run-world';
import { FACTORY, header, principal, REPORTS, signedIn } from '../support/signed-in';
import { ownTime, type VirtualClock } from '../support/virtual-clock';
import { waysIn } from '../support/ways-in';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const catalog = new Map<string, CatalogEntry>([
  ['sales', { job: '101' }],
  ['hidden', { job: '101' }],
]);

interface World {
  get: ReturnType<typeof runWorld>['get'];
  post: ReturnType<typeof runWorld>['post'];
  send: ReturnType<typeof runWorld>['send'];
}
type Headers = Record<string, string>;

interface Way {
  roles: readonly Role[];
  /** Sends the request about this job, or this run of it. */
  ask(world: World, job: string, run: string, headers: Headers): Promise<Reply>;
  /** Of a request that is let in, about a job of the caller, and about one that is not. Null: it is about no job. */
  own: number;
  /** Of one that is let in, and still can't be done. */
  code?: string;
  /** What who has some jobs only gets, where it is about no job. */
  limited?: readonly [status: number, code: string];
  foreign: [status: number, code: string] | null;
}

const RUN_UNKNOWN: Way['foreign'] = [404, 'runUnknown'];
const JOB_UNKNOWN: Way['foreign'] = [404, 'jobUnknown'];
const NOT_ALLOWED: Way['foreign'] = [403, 'jobNotAllowed'];

const get = (path: (job: string, run: string) => string): Way['ask'] => {
  return (world, job, run, headers) => world.get(path(job, run), headers);
};

const post = (path: string, body?: unknown): Way['ask'] => {
  return (world, _job, _run, headers) => world.post(path, body, headers);
};

const NEW_JOB = { name: 'New', tasks: [{ task_key: 'main', notebook_task: { notebook_path: '/x' } }] };
const SHARED = 'clusters/0101-080000-shared01';
const READS_CLUSTERS = { roles: ['Jobs.Read'], own: 200, foreign: null, limited: [403, 'jobNotAllowed'] } as const;
const CHANGES_CLUSTERS = { ...READS_CLUSTERS, roles: ['Jobs.Write'] } as const;

/** Every way into the app for callers. */
const WAYS: Readonly<Record<string, Way[]>> = {
  startRun: [
    {
      roles: ['Runs.Start'],
      ask: (world, job, _, headers) => world.post('runs', { job }, headers),
      own: 202,
      foreign: NOT_ALLOWED,
    },
  ],
  showRun: [{ roles: ['Runs.Read'], ask: get((_, run) => `runs/${run}`), own: 202, foreign: RUN_UNKNOWN }],
  explainRun: [{ roles: ['Runs.Read'], ask: get((_, run) => `runs/${run}/explain`), own: 200, foreign: RUN_UNKNOWN }],
  showOutput: [{ roles: ['Runs.Read'], ask: get((_, run) => `runs/${run}/output`), own: 202, foreign: RUN_UNKNOWN }],
  listRuns: [{ roles: ['Runs.Read'], ask: get(() => 'runs'), own: 200, foreign: null }],
  cancelRun: [
    {
      roles: ['Runs.Cancel', 'Runs.Read'],
      ask: (world, _, run, headers) => world.post(`runs/${run}/cancel`, undefined, headers),
      own: 202,
      foreign: RUN_UNKNOWN,
    },
  ],
  repairRun: [
    {
      roles: ['Runs.Start', 'Runs.Read'],
      ask: (world, _, run, headers) => world.post(`runs/${run}/repair`, undefined, headers),
      own: 409,
      code: 'runGoesOn',
      foreign: RUN_UNKNOWN,
    },
  ],
  runTable: [
    { roles: ['Runs.Read', 'Runs.Start'], ask: get((job) => `jobs/${job}/table`), own: 202, foreign: NOT_ALLOWED },
    { roles: ['Runs.Read'], ask: get((job) => `jobs/${job}/table?mode=peek`), own: 200, foreign: NOT_ALLOWED },
  ],
  listJobs: [{ roles: ['Jobs.Read'], ask: get(() => 'jobs'), own: 200, foreign: null }],
  showJob: [{ roles: ['Jobs.Read'], ask: get((job) => `jobs/${job}`), own: 200, foreign: JOB_UNKNOWN }],
  listJobRuns: [{ roles: ['Jobs.Read'], ask: get((job) => `jobs/${job}/runs`), own: 200, foreign: JOB_UNKNOWN }],
  createJob: [
    { roles: ['Jobs.Write'], ask: post('jobs', NEW_JOB), own: 201, foreign: null, limited: [403, 'jobNotAllowed'] },
  ],
  updateJob: [
    {
      roles: ['Jobs.Write'],
      ask: (world, job, _, headers) =>
        world.send('PATCH', `jobs/${job}`, { body: { new_settings: { tags: {} } }, headers }),
      own: 200,
      foreign: NOT_ALLOWED,
    },
  ],
  deleteJob: [
    {
      roles: ['Jobs.Write'],
      ask: (world, job, _, headers) => world.send('DELETE', `jobs/${job}`, { headers }),
      own: 409,
      code: 'jobInCatalog',
      foreign: NOT_ALLOWED,
    },
  ],
  listClusters: [{ ...READS_CLUSTERS, ask: get(() => 'clusters') }],
  showCluster: [{ ...READS_CLUSTERS, ask: get(() => SHARED) }],
  listClusterEvents: [{ ...READS_CLUSTERS, ask: get(() => `${SHARED}/events`) }],
  askClusterEvents: [{ ...READS_CLUSTERS, ask: post(`${SHARED}/events`, {}) }],
  startCluster: [{ ...CHANGES_CLUSTERS, ask: post(`${SHARED}/start`) }],
  terminateCluster: [{ ...CHANGES_CLUSTERS, ask: post(`${SHARED}/terminate`), own: 202 }],
  showPowerQuery: [
    { roles: ['Jobs.Read'], ask: get((job) => `jobs/${job}/power-query`), own: 200, foreign: JOB_UNKNOWN },
  ],
  showDataFactory: [
    { roles: ['Jobs.Read'], ask: get((job) => `jobs/${job}/data-factory`), own: 200, foreign: JOB_UNKNOWN },
  ],
  showOpenApi: [{ roles: [], ask: get(() => 'openapi.json'), own: 200, foreign: null }],
  healthDetails: [{ roles: ['Jobs.Read', 'Runs.Read'], ask: get(() => 'health/details'), own: 200, foreign: null }],
};

const ways = Object.entries(WAYS).flatMap(([name, all]) => all.map((way, index) => ({ ...way, name, index })));
const told = ({ status, body }: Reply) => [status, body?.code];

/** A world with a run that goes on of each job, made by somebody who may do everything. */
async function worldFor(callers?: CallerRules) {
  const all = { scenarios: [salesTable, slow], catalog, callerAuth: 'entra' as const };
  const world = runWorld({ clock, ...all, ...(callers && { callers: new Map([...callers, [BOSS, {}]]) }) });
  const boss = signedIn({ application: BOSS });
  const start = async (job: string) => (await world.post('runs', { job }, boss)).body.id as string;
  return { ...world, boss, ownRun: await start('sales'), foreignRun: await start('hidden') };
}
const BOSS = '00000000-1111-2222-3333-444444444444';

test('every function that answers requests is in the table above, or open to anyone', () => {
  const functions = waysIn().map(({ name }) => name);
  const open = Object.keys(ROUTE_ROLES).filter((name) => ROUTE_ROLES[name] === 'anyone');
  expect([...Object.keys(WAYS), ...open].sort()).toEqual(functions.sort());
  expect(Object.keys(ROUTE_ROLES).sort()).toEqual(functions.sort());
});

describe.each(ways)('$name ($index)', ({ roles, ask, own, code, limited, foreign }) => {
  const allowed = [own, code];
  const allowedSome = limited ?? allowed;
  const asked = async (callers: CallerRules | undefined, headers: Headers, alias = 'sales') => {
    const world = await worldFor(callers);
    return ask(world, alias, alias === 'sales' ? world.ownRun : world.foreignRun, headers);
  };

  test('lets in who has its roles, and needs no other', async () => {
    expect(told(await asked(undefined, signedIn({ roles })))).toEqual(allowed);
  });

  test('refuses who lacks one of them, and says which', async () => {
    for (const role of roles) {
      const reply = await asked(undefined, signedIn({ roles: ROLES.filter((other) => other !== role) }));
      expect(told(reply)).toEqual([403, 'roleMissing']);
      expect(reply.body).toMatchObject({ missingRoles: [role], detail: expect.stringContaining(role) });
      expect(reply.body.detail).toContain(FACTORY);
    }
  });

  test('refuses who has not signed in, or sends anything else by that name', async () => {
    const nobody = [{}, { 'x-ms-client-principal': 'x' }, header({ userId: 'admin' }), principal([])];
    for (const headers of [...nobody, { 'x-ms-client-principal': 'A'.repeat(1_000_000) }]) {
      const reply = await asked(undefined, headers);
      expect(told(reply)).toEqual([401, 'callerUnknown']);
      expect(reply.headers['www-authenticate']).toBe('Bearer');
    }
  });

  test('lets in a caller that is named, about a job of its own', async () => {
    const callers: CallerRules = new Map([[FACTORY, { jobs: ['sales'] }]]);
    expect(told(await asked(callers, signedIn({ roles })))).toEqual(allowedSome);
    expect(told(await asked(new Map([[FACTORY, {}]]), signedIn({ roles })))).toEqual(allowed);
  });

  test('knows nothing of other jobs, or runs none', async () => {
    if (!foreign) return;
    const callers: CallerRules = new Map([[FACTORY, { jobs: ['sales'] }]]);
    const reply = await asked(callers, signedIn(), 'hidden');
    expect(told(reply)).toEqual(foreign);
    expect(told(await asked(callers, signedIn(), '101'))).toEqual(foreign);
    // The same is said of what there is not, so it tells nothing.
    const nothing = await ask(await worldFor(callers), 'nothing', 'nothing', signedIn());
    expect(nothing.text).toBe(reply.text);
  });

  test('refuses a caller that is not named, unless everyone else is', async () => {
    const expected = roles.length > 0 ? [403, 'callerNotAllowed'] : [200, undefined];
    const others: CallerRules = new Map([[REPORTS, {}]]);
    expect(told(await asked(others, signedIn()))).toEqual(expected);
    const everyone: CallerRules = new Map([
      [REPORTS, {}],
      ['*', { jobs: ['sales'] }],
    ]);
    expect(told(await asked(everyone, signedIn()))).toEqual(allowedSome);
  });

  test('refuses what the entry of a caller leaves out, and says so', async () => {
    const reply = await asked(new Map([[FACTORY, { actions: [] }]]), signedIn());
    if (roles.length === 0) return;
    expect(told(reply)).toEqual([403, 'callerNotAllowed']);
    expect(reply.body.detail).toMatch(/callers\.json.*allow/);
  });

  test('with function keys believes no header, and lets in without one', async () => {
    const world = runWorld({ clock, scenarios: [salesTable, slow], catalog });
    const run = await world.start({ job: 'sales' });
    for (const headers of [{}, signedIn({ roles: [] }), { 'x-ms-client-principal': 'x' }]) {
      expect(told(await ask(world, 'sales', run, headers))).toEqual(allowed);
    }
  });
});
