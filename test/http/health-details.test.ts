import { salesTable } from '../../local/workspace/scenarios/sales-table';
import type { CatalogEntry } from '../../src/contract/jobs/catalog';
import type { Check } from '../../src/contract/self-check';
import { ask } from '../support/in-memory-host';
import { runWorld, type WorldOptions } from '../support/run-world';
import { answers, notConnected, onRoute, type Trouble } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const SECRET = 'dapi0123456789abcdef';
const catalog = new Map<string, CatalogEntry>([['sales', { job: '101' }]]);
const silent: Trouble = () => new Promise(() => {});

function worldWith(options: Partial<WorldOptions> = {}) {
  const world = runWorld({ clock, scenarios: [salesTable], catalog, ...options });
  /** Those that fail, and what they say. */
  const failing = async (): Promise<Record<string, string>> => {
    const { status, body } = await world.get('health/details');
    const checks: Check[] = body.checks;
    const bad = checks.filter((check) => check.status === 'failing');
    expect([status, body.status]).toEqual(bad.length === 0 ? [200, 'ok'] : [503, 'failing']);
    expect(bad.every(({ problems }) => problems.every(({ whatToDo }) => whatToDo.length > 20))).toBe(true);
    expect(checks.map(({ name }) => name)).toEqual(['settings', 'token', 'workspace', 'storage', 'catalog', 'runs']);
    return Object.fromEntries(
      bad.map(({ name, problems }) => [name, problems.map(({ problem }) => problem).join('\n')]),
    );
  };
  return { ...world, failing };
}

test('an app that can do its work says so, and where it works', async () => {
  const world = worldWith();
  expect(await world.failing()).toEqual({});
  const { text } = await world.get('health/details');
  expect(text).toContain('Signs in to https://adb-1.2.azuredatabricks.net by pat. Aliases in the catalog: 1.');
});

test('nothing is started by it, and nothing appears among the runs', async () => {
  const world = worldWith();
  await world.failing();
  expect(world.asked().sort()).toEqual(['GET get', 'GET list']);
  expect((await world.get('runs')).body.runs).toEqual([]);
});

test('without a token it says how to get one', async () => {
  const world = worldWith();
  const problem = { kind: 'unauthenticated', code: 'NO_TOKEN', message: 'turn it on', mayHaveHappened: false } as const;
  Object.assign(world.app.workspaces.all[0] ?? {}, { signIn: async () => ({ ok: false, problem }) });
  expect(await world.failing()).toEqual({ token: 'turn it on' });
});

test.each<[string, Trouble, RegExp]>([
  ['can not be reached', notConnected, /ECONNREFUSED|can ?not be reached/i],
  ['refuses', answers(403), /made up \(MADE_UP\)/],
])('a workspace that %s is told of', async (_, trouble, said) => {
  const world = worldWith({ intercept: onRoute('list', trouble) });
  expect(await world.failing()).toEqual({ workspace: expect.stringMatching(said) });
});

test('a workspace that shows no job is told of', async () => {
  const world = worldWith({ scenarios: [], catalog: new Map() });
  expect(await world.failing()).toEqual({ workspace: 'It shows this app no job at all.' });
});

test('a workspace that is silent is given up after ten seconds, and hides nothing else', async () => {
  const world = worldWith({ intercept: onRoute('list', silent), catalog: new Map([['gone', { job: '999' }]]) });
  const asking = world.failing();
  await clock.advance(9_999);
  const early = await Promise.race([asking, Promise.resolve('still waiting')]);
  expect(early).toBe('still waiting');
  await clock.advance(1);
  expect(await asking).toEqual({
    workspace: 'There was no answer within 10 seconds.',
    catalog: expect.stringContaining('gone: the job 999'),
  });
});

test('each place of the storage that fails is named, without a secret', async () => {
  const world = worldWith();
  const refuse = () => Promise.reject(new Error(`AuthorizationFailure for Bearer ${SECRET} and ?sig=abc`));
  Object.assign(world.app.outputs, { write: refuse });
  Object.assign(world.app.claims, { take: refuse });
  const { storage = '', ...others } = await world.failing();
  expect(others).toEqual({});
  expect(storage).toContain('There is trouble with the table claims: AuthorizationFailure');
  expect(storage).toContain('There is trouble with the blobs of outputs: AuthorizationFailure');
  expect(storage).not.toContain('the table runs');
  expect(storage).not.toMatch(/dapi|abc/);
});

test('a blob that is not there after it was written is told of', async () => {
  const world = worldWith();
  Object.assign(world.app.outputs, { write: async () => {} });
  expect(await world.failing()).toEqual({ storage: expect.stringContaining('what was written was not there') });
});

test('a storage that fails fails what needs it, and the answer comes all the same', async () => {
  const world = worldWith();
  Object.assign(world.app.runs, { list: () => Promise.reject(new Error(`no access with ${SECRET}`)) });
  expect(await world.failing()).toEqual({
    storage: expect.stringContaining('the table runs: no access with [redacted]'),
    runs: 'no access with [redacted]',
  });
});

describe('the catalog', () => {
  const many = (count: number) =>
    new Map(Array.from({ length: count }, (_, index) => [`alias-${index}`, { job: index === 7 ? '999' : '101' }]));

  test('is looked at alias by alias, twenty at most and four at a time', async () => {
    let underWay = 0;
    let most = 0;
    const world = worldWith({
      catalog: many(25),
      intercept: async (request, pass) => {
        if (!request.path.endsWith('/get')) return pass();
        most = Math.max(most, ++underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay--;
        return pass();
      },
    });
    const { catalog = '' } = await world.failing();
    expect(catalog.split('\n')).toEqual([expect.stringContaining('alias-7: the job 999 can not be read')]);
    expect(world.asked().filter((line) => line === 'GET get')).toHaveLength(20);
    expect(most).toBe(4);
    expect((await world.get('health/details')).text).toContain('The first 20 of 25 aliases');
  });
});

describe('runs', () => {
  const OVERDUE = 86_400 + 3_600;
  const act = ({ host }: ReturnType<typeof runWorld>, id: string, what: string) =>
    ask(host.management, 'POST', `/runtime/webhooks/durabletask/instances/${id}/${what}?reason=why-not`);

  test('that have ended, in whatever way, are none of its business', async () => {
    const world = worldWith();
    await world.ended(await world.start({ job: '101' }));
    const terminated = await world.start({ job: '101' });
    await act(world, terminated, 'terminate');
    await world.seconds(OVERDUE + 60);
    expect((await world.row(terminated))?.outcome).toBeUndefined();
    expect(await world.failing()).toEqual({});
  });

  test('that were terminated hide none that is stuck, however many they are', async () => {
    const world = worldWith();
    const stuck = await world.start({ job: '101' });
    await act(world, stuck, 'suspend');
    for (let count = 0; count < 45; count++) {
      await world.seconds(1);
      await act(world, await world.start({ job: '101' }), 'terminate');
    }
    await world.seconds(OVERDUE + 60);
    expect(await world.failing()).toEqual({ runs: expect.stringContaining(`The run ${stuck} of`) });
  });

  test('that should have ended long ago are named', async () => {
    const world = worldWith();
    const id = await world.start({ job: '101' });
    await act(world, id, 'suspend');
    await world.seconds(OVERDUE - 1);
    expect(await world.failing()).toEqual({});
    await world.seconds(60);
    expect(await world.failing()).toEqual({ runs: expect.stringContaining(`The run ${id} of 2026-01-01`) });
  });
});
