import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { quickSuccess } from '../../local/workspace/scenarios/quick-success';
import { slow } from '../../local/workspace/scenarios/slow';
import { databricksRuns, standard } from '../support/engine-room';
import { type Body, runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const DAY_SECONDS = 86_400;
const createWorld = (scenario = slow) => runWorld({ clock, scenarios: [scenario] });
type World = ReturnType<typeof createWorld>;

const keyed = (world: World, body: Body, key = 'k') => world.post('runs', body, { 'idempotency-key': key });

test('a hundred starts with one key at once lead to one run', async () => {
  const world = createWorld();
  const replies = await Promise.all(Array.from({ length: 100 }, () => keyed(world, { job: world.jobId })));
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([202]));
  expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
  expect(replies.filter(({ body }) => !body.joined)).toHaveLength(1);
  await world.seconds(60);
  expect(await databricksRuns(world)).toHaveLength(1);
  expect(world.asked().filter((line) => line === 'POST run-now')).toHaveLength(1);
  expect((await world.app.runs.list({ limit: 100 })).runs).toHaveLength(1);
});

test('of a hundred, the one that asks for something else is refused, and no other', async () => {
  const world = createWorld();
  const body = (index: number) => ({ job: world.jobId, ...(index === 57 && { timeoutSeconds: 60 }) });
  const replies = await Promise.all(Array.from({ length: 100 }, (_, index) => keyed(world, body(index))));
  const refused = replies.flatMap(({ status }, index) => (status === 202 ? [] : [index]));
  expect(refused).toEqual([57]);
  expect(replies[57]).toMatchObject({ status: 422, body: { code: 'idempotencyKeyReused' } });
  await world.seconds(60);
  expect(await databricksRuns(world)).toHaveLength(1);
});

test('starts without a key are runs of their own', async () => {
  const world = createWorld(quickSuccess);
  const replies = await Promise.all(Array.from({ length: 3 }, () => world.post('runs', { job: world.jobId })));
  expect(new Set(replies.map(({ body }) => body.id)).size).toBe(3);
  expect(replies.map(({ body }) => body.joined)).toEqual([false, false, false]);
  await world.seconds(10);
  expect(await databricksRuns(world)).toHaveLength(3);
});

test('the key in the address is the key in the header', async () => {
  const world = createWorld();
  const { body: first } = await keyed(world, { job: world.jobId }, 'a+b');
  const { body: second } = await world.post('runs?key=a%2Bb', { job: world.jobId });
  const { body: both } = await world.post('runs?key=a%2Bb', { job: world.jobId }, { 'idempotency-key': 'a+b' });
  expect([second.id, both.id, second.joined, both.joined]).toEqual([first.id, first.id, true, true]);
  expect((await keyed(world, { job: world.jobId }, 'A+B')).body.id).not.toBe(first.id);
});

describe('the same request is one that asks for the same', () => {
  test.each<[string, Body, Body]>([
    ['in another order', { job: 7, timeoutSeconds: 60 }, '{"timeoutSeconds":60,"job":7}'],
    ['spelled otherwise', '{"job":"7"}', '{ "job" : 7.0 }'],
    [
      'in the other form',
      { job: 7, runNow: { job_parameters: { a: '1', b: '2' } } },
      { job_id: 7, job_parameters: { b: '2', a: '1' } },
    ],
    [
      'in another order deep inside',
      { job: 7, runNow: { queue: { enabled: true }, notebook_params: { a: '1', '10': 'x', '9': 'y' } } },
      { job: 7, runNow: { notebook_params: { '9': 'y', '10': 'x', a: '1' }, queue: { enabled: true } } },
    ],
  ])('%s', async (_, one, other) => {
    const world = createWorld();
    const first = await keyed(world, one);
    const second = await keyed(world, other);
    expect([second.status, second.body.id, second.body.joined]).toEqual([202, first.body.id, true]);
  });

  test.each<[string, Body, Body]>([
    [
      'another value',
      { job: 7, runNow: { job_parameters: { a: '1' } } },
      { job: 7, runNow: { job_parameters: { a: '2' } } },
    ],
    [
      'another kind',
      { job: 7, runNow: { job_parameters: { a: '1' } } },
      { job: 7, runNow: { notebook_params: { a: '1' } } },
    ],
    [
      'a list in another order',
      { job: 7, runNow: { jar_params: ['a', 'b'] } },
      { job: 7, runNow: { jar_params: ['b', 'a'] } },
    ],
    ['one option more', { job: 7 }, { job: 7, pollSeconds: 5 }],
    ['another job', { job: 7 }, { job: 8 }],
  ])('and not with %s', async (_, one, other) => {
    const world = createWorld();
    await keyed(world, one);
    const second = await keyed(world, other);
    expect([second.status, second.body.code]).toEqual([422, 'idempotencyKeyReused']);
    expect(second.headers['content-type']).toBe('application/problem+json');
  });

  test('and how long it waits is not part of it', async () => {
    const world = createWorld();
    const { body } = await keyed(world, { job: world.jobId });
    const again = world.post('runs?key=k&wait=5&onFailure=200', { job: world.jobId });
    await world.seconds(10);
    expect((await again).body).toMatchObject({ id: body.id, joined: true });
  });
});

describe('after the end', () => {
  test('the same key gives the run that has ended, with its output', async () => {
    const world = createWorld(quickSuccess);
    const { id } = (await keyed(world, { job: world.jobId })).body;
    await world.ended(id);
    const again = await keyed(world, { job: world.jobId });
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ id, joined: true, outcome: 'succeeded', output: [{ answer: 42 }] });
    expect(await databricksRuns(world)).toHaveLength(1);
  });

  test('the same key gives the failure again', async () => {
    const world = createWorld(failingNotebook);
    const { id } = (await keyed(world, { job: world.jobId })).body;
    await world.ended(id);
    const again = await keyed(world, { job: world.jobId });
    expect(again).toMatchObject({ status: 424, body: { code: 'runFailed', run: { id, joined: true } } });
    expect(await databricksRuns(world)).toHaveLength(1);
  });

  test('the same key gives what is left once the orchestration has been deleted', async () => {
    const world = createWorld(quickSuccess);
    const { id } = (await keyed(world, { job: world.jobId })).body;
    await world.ended(id);
    await standard(world, 'DELETE', `instances/${id}`);
    const again = await keyed(world, { job: world.jobId });
    expect(again).toMatchObject({ status: 200, body: { id, joined: true, archived: true, outcome: 'succeeded' } });
    await world.seconds(60);
    expect(await databricksRuns(world)).toHaveLength(1);
    expect((await world.get(`runs/${id}`)).body.archived).toBe(true);
  });
});

describe('a claim', () => {
  test('is good for seven days, and then the key starts anew', async () => {
    const world = createWorld(quickSuccess);
    const { id } = (await keyed(world, { job: world.jobId })).body;
    await world.seconds(7 * DAY_SECONDS - 60);
    expect((await keyed(world, { job: world.jobId })).body).toMatchObject({ id, joined: true });
    await world.seconds(120);
    const replies = await Promise.all(Array.from({ length: 20 }, () => keyed(world, { job: world.jobId })));
    const ids = new Set(replies.map(({ body }) => body.id));
    expect(ids.size).toBe(1);
    expect(ids.has(id)).toBe(false);
    expect(replies.filter(({ body }) => !body.joined)).toHaveLength(1);
    await world.seconds(10);
    expect(await databricksRuns(world)).toHaveLength(2);
  });

  test('that has expired holds for no other body either', async () => {
    const world = createWorld(quickSuccess);
    await keyed(world, { job: world.jobId });
    await world.seconds(8 * DAY_SECONDS);
    expect((await keyed(world, { job: world.jobId, timeoutSeconds: 60 })).body.joined).toBe(false);
  });

  test.each([0, 2 * DAY_SECONDS])('whose run nobody came to start is started %d seconds later', async (later) => {
    const world = createWorld(quickSuccess);
    const { start } = world.app.instances;
    world.app.instances.start = () => new Promise(() => {}); // the process dies here
    void keyed(world, { job: world.jobId });
    await world.seconds(1);
    world.app.instances.start = start;
    await world.seconds(later);
    const replies = await Promise.all(Array.from({ length: 5 }, () => keyed(world, { job: world.jobId })));
    expect(new Set(replies.map(({ status, body }) => `${status} ${body.id} ${body.joined}`)).size).toBe(1);
    expect(replies[0]).toMatchObject({ status: 202, body: { joined: true } });
    expect(await world.ended(replies[0]?.body.id)).toMatchObject({ outcome: 'succeeded' });
    expect(await databricksRuns(world)).toHaveLength(1);
  });
});

test('nobody finds a run that was never started to be going on for ever', async () => {
  const world = createWorld();
  world.app.instances.start = () => new Promise(() => {});
  void keyed(world, { job: world.jobId });
  await world.seconds(1);
  const { runs } = await world.app.runs.list({ limit: 1 });
  const show = () => world.get(`runs/${runs[0]?.id}`);
  expect(await show()).toMatchObject({ status: 202, body: { status: 'pending', run: null } });
  await world.seconds(5 * 60);
  expect(await show()).toMatchObject({ status: 424, body: { code: 'neverStarted', run: { outcome: 'rejected' } } });
});
