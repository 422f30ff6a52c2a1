import { databricksRuns, expectSettled, standard } from '../../support/engine-room';
import { answers, onRoute, whenever } from '../../support/trouble';
import { idsOf, statusesOf, turnWorld } from '../../support/turn-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const createWorld = (options: Partial<Parameters<typeof turnWorld>[0]> = {}) => turnWorld({ clock, ...options });
type World = ReturnType<typeof createWorld>;

const outcomes = (world: World, ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await world.ended(id)).outcome));
const starts = (world: World) => world.asked().filter((line) => line === 'POST run-now').length;

test('of twenty starts at once the last one runs, and never two of them at once', async () => {
  const world = createWorld({ seconds: 20 });
  const replies = await world.beginMany(20, () => ({ concurrency: 'cancelPrevious' }));
  expect(statusesOf(replies)).toEqual(Array.from({ length: 20 }, () => 202));
  expect(idsOf(replies)).toHaveLength(20);
  expect(await world.mostAtOnce(120)).toBe(1);
  const ends = await outcomes(world, idsOf(replies));
  expect(ends.filter((outcome) => outcome === 'canceled')).toHaveLength(19);
  expect(ends.filter((outcome) => outcome === 'succeeded')).toHaveLength(1);
  expect((await world.results()).filter((result) => result === 'SUCCESS')).toHaveLength(1);
  await expectSettled(world, clock);
});

test('each of twenty that come one after the other takes the place of the one before', async () => {
  const world = createWorld();
  const replies = [];
  for (let at = 0; at < 20; at++) {
    replies.push(await world.begin('cancelPrevious', { runNow: { notebook_params: { at: `${at}` } } }));
    await world.seconds(at);
  }
  expect(await world.mostAtOnce(30)).toBe(1);
  expect(await outcomes(world, idsOf(replies))).toEqual([...Array.from({ length: 19 }, () => 'canceled'), 'succeeded']);
  expect(await world.results()).toEqual([...Array.from({ length: starts(world) - 1 }, () => 'CANCELED'), 'SUCCESS']);
});

test('to have been told to stop is not enough: the run before is waited for to its end', async () => {
  let isStubborn = true;
  const intercept = whenever('cancel', () => isStubborn, answers(200, {}, '{}'));
  const world = createWorld({ seconds: 3600, intercept });
  const first = await world.begin('cancelPrevious');
  const second = await world.begin('cancelPrevious');
  await world.seconds(300);
  expect(await world.results()).toEqual(['RUNNING']);
  expect((await world.get(`runs/${first.body.id}`)).body.cancelRequested).toBe(true);
  expect((await world.get(`runs/${second.body.id}`)).body).toMatchObject({ outcome: null, run: null });
  isStubborn = false;
  expect(await world.mostAtOnce(120)).toBe(1);
  expect(await world.results()).toEqual(['CANCELED', 'RUNNING']);
});

test('one that waits ends without having run when it is cancelled itself, or when its time is up', async () => {
  const world = createWorld({ intercept: whenever('cancel', () => true, answers(503)), seconds: 600 });
  const going = await world.begin('cancelPrevious');
  const waiting = await world.begin('cancelPrevious');
  const late = await world.begin('cancelPrevious', { timeoutSeconds: 30 });
  expect(await world.ended(late.body.id)).toMatchObject({ outcome: 'timedOut', code: 'timeoutBeforeStart' });
  expect(await world.ended(waiting.body.id)).toMatchObject({ outcome: 'canceled', code: 'canceledBeforeStart' });
  expect(await world.results()).toEqual(['RUNNING']);
  await world.ended(going.body.id);
  await world.seconds(60);
  expect(await databricksRuns(world)).toHaveLength(1);
});

test('a cancel that Databricks does not take at first is told again until it does', async () => {
  const world = createWorld({ intercept: onRoute('cancel', answers(503), answers(429), answers(503)), seconds: 3600 });
  const first = await world.begin('cancelPrevious');
  const second = await world.begin('cancelPrevious');
  expect((await world.ended(first.body.id)).outcome).toBe('canceled');
  expect(await world.mostAtOnce(60)).toBe(1);
  expect(second.status).toBe(202);
});

test('a run that ends by itself in the meantime keeps its own outcome', async () => {
  const world = createWorld({ seconds: 10 });
  const first = await world.begin('cancelPrevious');
  await world.seconds(4.5);
  const second = await world.begin('cancelPrevious');
  const ends = await outcomes(world, idsOf([first, second]));
  expect(ends).toEqual([(await world.results())[0] === 'SUCCESS' ? 'succeeded' : 'canceled', 'succeeded']);
});

describe('a run that nobody watches any more is stopped and waited for, too', () => {
  test.each<[string, (world: World, id: string) => Promise<unknown>]>([
    ['terminated', (world, id) => standard(world, 'POST', `instances/${id}/terminate?reason=enough`)],
    ['purged', (world, id) => standard(world, 'DELETE', `instances/${id}`)],
    ['suspended', (world, id) => standard(world, 'POST', `instances/${id}/suspend?reason=later`)],
    ['detached', (world) => world.seconds(20)],
  ])('%s', async (_, leaveIt) => {
    const world = createWorld({ seconds: 3600 });
    const { body } = await world.begin('cancelPrevious', { timeoutSeconds: 15, onTimeout: 'detach' });
    await leaveIt(world, body.id);
    await world.seconds(1);
    await world.begin('cancelPrevious');
    expect(await world.mostAtOnce(30)).toBe(1);
    expect(await world.results()).toEqual(['CANCELED', 'RUNNING']);
  });

  test('told again when it does not stop', async () => {
    const world = createWorld({ seconds: 3600, intercept: onRoute('cancel', answers(503)) });
    const { body } = await world.begin('cancelPrevious');
    await standard(world, 'POST', `instances/${body.id}/terminate?reason=enough`);
    await world.seconds(1);
    await world.begin('cancelPrevious');
    expect(await world.mostAtOnce(60)).toBe(1);
    expect(await world.results()).toEqual(['CANCELED', 'RUNNING']);
  });

  test('but not for ever, if it can not be seen any more', async () => {
    let isDenied = false;
    const world = createWorld({ intercept: whenever('get', () => isDenied, answers(404)) });
    const { body } = await world.begin('cancelPrevious');
    isDenied = true;
    expect(await world.ended(body.id)).toMatchObject({ outcome: 'unknown' });
    isDenied = false;
    const second = await world.begin('cancelPrevious');
    expect(await world.ended(second.body.id)).toMatchObject({ outcome: 'succeeded' });
  });
});

test('what is terminated before it was started at Databricks is not started later', async () => {
  const world = createWorld();
  const first = world.post('runs', { job: world.jobId, concurrency: 'cancelPrevious' });
  const { body } = await first;
  await standard(world, 'POST', `instances/${body.id}/terminate?reason=enough`);
  await world.begin('cancelPrevious');
  expect(await world.mostAtOnce(30)).toBeLessThanOrEqual(1);
});

test('one that is deleted while it waits for its turn is told as never started some minutes later', async () => {
  const deaf = whenever('cancel', () => true, answers(200, {}, '{}'));
  const world = createWorld({ seconds: 3600, intercept: deaf });
  await world.begin('cancelPrevious');
  const { body } = await world.begin('cancelPrevious');
  await world.seconds(30);
  await standard(world, 'DELETE', 'instances/?createdTimeFrom=2020-01-01T00:00:00Z');
  expect((await world.get(`runs/${body.id}`)).status).toBe(202);
  await world.seconds(300);
  expect(await world.get(`runs/${body.id}`)).toMatchObject({ status: 424, body: { code: 'neverStarted' } });
  expect(await world.results()).toEqual(['RUNNING']);
});

test('one whose request was too slow to start it takes its turn once more', async () => {
  const world = createWorld({ seconds: 300 });
  const { create } = world.app.runs;
  world.app.runs.create = async (row) => {
    world.app.runs.create = create;
    await world.app.sleep(70_000); // by now nobody counts it any more
    return create(row);
  };
  const slow = world.post('runs', { job: world.jobId, concurrency: 'cancelPrevious' });
  await world.seconds(65);
  const quick = await world.post('runs', { job: world.jobId, concurrency: 'cancelPrevious' });
  expect(await world.mostAtOnce(60)).toBe(1);
  expect((await world.ended(quick.body.id)).outcome).toBe('canceled');
  expect((await world.ended((await slow).body.id)).outcome).toBe('succeeded');
});

test.each<['runs' | 'instances', 'create' | 'start', number]>([
  ['runs', 'create', 1],
  ['instances', 'start', 1],
  ['instances', 'start', 40],
  ['instances', 'start', 90],
])(
  'one that was cut off at %s.%s, and is sent again after %d s, is no newer than one that came meanwhile',
  async (...at) => {
    const [part, name, later] = at;
    const world = createWorld({ seconds: 300 });
    const key = { 'idempotency-key': 'k' };
    const intact = { ...world.app[part] };
    Object.assign(world.app[part], { [name]: () => new Promise(() => {}) }); // the process dies here
    void world.post('runs', { job: world.jobId, concurrency: 'cancelPrevious' }, key);
    await world.seconds(1);
    Object.assign(world.app[part], intact);
    const next = await world.begin('cancelPrevious');
    await world.seconds(later);
    const again = await world.begin('cancelPrevious', {}, key);
    expect(again.body).toMatchObject({ joined: true });
    expect((await world.ended(again.body.id)).outcome).toBe('canceled');
    expect((await world.ended(next.body.id)).outcome).toBe('succeeded');
    expect(await world.mostAtOnce(0)).toBe(1);
  },
);
