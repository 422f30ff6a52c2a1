import type { CatalogEntry } from '../../../src/contract/jobs/catalog';
import { databricksRuns, expectSettled, standard } from '../../support/engine-room';
import type { Body } from '../../support/run-world';
import { idsOf, statusesOf, turnWorld } from '../../support/turn-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const createWorld = (options: Partial<Parameters<typeof turnWorld>[0]> = {}) => turnWorld({ clock, ...options });
const join = { concurrency: 'join' };
const parameters = (region: string) => ({ runNow: { notebook_params: { region } } });

test('twenty equal starts at once are one run', async () => {
  const world = createWorld();
  const replies = await world.beginMany(20, () => join);
  expect(new Set(statusesOf(replies))).toEqual(new Set([202]));
  expect(idsOf(replies)).toHaveLength(1);
  expect(replies.filter(({ body }) => !body.joined)).toHaveLength(1);
  expect(await world.ended(replies[0]?.body.id)).toMatchObject({ outcome: 'succeeded' });
  expect(await databricksRuns(world)).toHaveLength(1);
  expect((await world.app.runs.list({ limit: 100 })).runs).toHaveLength(1);
  await expectSettled(world, clock);
});

test('of starts with two kinds of parameters at once, there is one run of each', async () => {
  const world = createWorld();
  const replies = await world.beginMany(20, (at) => ({ ...join, ...parameters(at % 2 ? 'SUR' : 'NORTE') }));
  expect(idsOf(replies)).toHaveLength(2);
  expect(idsOf(replies.filter((_, at) => at % 2))).toHaveLength(1);
  expect(await databricksRuns(world)).toHaveLength(2);
});

test('what is run counts, with the defaults of the catalog, and not how it is followed', async () => {
  const catalog = new Map<string, CatalogEntry>();
  const world = createWorld({ catalog });
  catalog.set('nightly', { job: world.jobId, defaults: { notebook_params: { region: 'ALL', days: '3' } } });
  const starts: Body[] = [
    { job: 'nightly' },
    { job: 'nightly', timeoutSeconds: 600, failOn: [] },
    { job: 'nightly', runNow: { notebook_params: { days: '3' } } },
    { job: 'Made up', runNow: { notebook_params: { days: '3', region: 'ALL' } } },
    { job_id: Number(world.jobId), notebook_params: { region: 'ALL', days: '3' } },
  ];
  const ids = [];
  for (const body of starts) ids.push(await world.start({ ...body, ...join }));
  expect(new Set(ids).size).toBe(1);
  expect(await world.start({ job: 'nightly', runNow: { notebook_params: { days: '4' } }, ...join })).not.toBe(ids[0]);
});

test('a run that has ended is not joined, however it has ended', async () => {
  const world = createWorld();
  const first = await world.begin('join');
  expect((await world.begin('join')).body).toMatchObject({ id: first.body.id, joined: true });
  await world.ended(first.body.id);
  const second = await world.begin('join');
  expect(second.body).toMatchObject({ joined: false });
  await standard(world, 'POST', `instances/${second.body.id}/terminate?reason=enough`);
  await world.seconds(1);
  const third = await world.begin('join');
  expect(idsOf([first, second, third])).toHaveLength(3);
});

test('nor is one that somebody has asked to stop', async () => {
  const world = createWorld();
  const { body } = await world.begin('join');
  await world.post(`runs/${body.id}/cancel`);
  expect((await world.begin('join')).body).toMatchObject({ joined: false });
});

test('the latest of two equal runs is joined', async () => {
  const world = createWorld();
  await world.begin('cancelPrevious');
  const latest = await world.begin('cancelPrevious');
  expect((await world.begin('join')).body).toMatchObject({ id: latest.body.id, joined: true });
  expect(await world.ended(latest.body.id)).toMatchObject({ outcome: 'succeeded' });
});

describe('with an idempotency key', () => {
  const keyed = (at: number | string) => ({ 'idempotency-key': `key-${at}` });

  test.each<[string, (at: number) => number]>([
    ['twenty keys', (at) => at],
    ['one key', () => 1],
    ['five keys', (at) => at % 5],
  ])('twenty starts with %s at once are one run', async (_, key) => {
    const world = createWorld();
    const replies = await world.beginMany(
      20,
      () => join,
      (at) => keyed(key(at)),
    );
    expect(idsOf(replies)).toHaveLength(1);
    expect(await databricksRuns(world)).toHaveLength(1);
  });

  test('a key means the run that it has joined for ever', async () => {
    const world = createWorld();
    const { body } = await world.begin('join');
    expect((await world.begin('join', {}, keyed(1))).body).toMatchObject({ id: body.id, joined: true });
    await world.ended(body.id);
    await world.begin('join'); // another one goes on by now
    const again = await world.begin('join', {}, keyed(1));
    expect(again).toMatchObject({ status: 200, body: { id: body.id, joined: true, outcome: 'succeeded' } });
    expect(await databricksRuns(world)).toHaveLength(2);
  });

  test('a key belongs to its own request, whichever run that has joined', async () => {
    const world = createWorld();
    await world.begin('join');
    await world.begin('join', {}, keyed(1));
    const other = await world.begin('join', { timeoutSeconds: 600 }, keyed(1));
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotencyKeyReused' } });
  });

  test('starts with one key that come while the run before them ends lead to one run', async () => {
    for (let later = 0; later < 20; later++) {
      const world = createWorld({ seconds: 10 });
      await world.begin('join');
      await world.seconds(4 + later / 4);
      const all = Array.from({ length: 10 }, (_, at) =>
        world
          .seconds(0)
          .then(() => world.app.sleep(at * 50))
          .then(() => world.post('runs', { job: world.jobId, ...join }, keyed(1))),
      );
      const replies = await world.meanwhile(Promise.all(all));
      expect([later, idsOf(replies)]).toEqual([later, [expect.stringMatching(/^run-/)]]);
    }
  });
});

test('two requests with one key that have found different runs answer with the same one', async () => {
  const world = createWorld({ seconds: 10 });
  await world.begin('join');
  const { replace } = world.app.claims;
  world.app.claims.replace = async (...args) => {
    world.app.claims.replace = replace;
    await world.app.sleep(20_000); // meanwhile the run has ended that it is to point to
    return replace(...args);
  };
  const send = () => world.post('runs', { job: world.jobId, ...join }, { 'idempotency-key': 'k' });
  const slow = send();
  await world.seconds(19);
  const quick = await send();
  await world.seconds(5);
  expect(quick.status).toBe(202);
  expect((await slow).body.id).toBe(quick.body.id);
  expect((await send()).body.id).toBe(quick.body.id);
});

test('a run whose request was cut off is started by who joins it, and keeps to what it was asked for', async () => {
  const world = createWorld();
  const going = await world.begin('join', parameters('SUR'));
  const { create } = world.app.runs;
  world.app.runs.create = () => new Promise(() => {}); // the process dies here
  void world.post('runs', { job: world.jobId, concurrency: 'cancelPrevious', ...parameters('NORTE') });
  await world.seconds(1);
  world.app.runs.create = create;
  const joined = await world.begin('join', parameters('NORTE'));
  expect(joined.body).toMatchObject({ joined: true });
  expect(await world.mostAtOnce(60)).toBe(1);
  expect((await world.ended(going.body.id)).outcome).toBe('canceled');
  expect((await world.ended(joined.body.id)).outcome).toBe('succeeded');
});

test('a run whose request was slow only keeps what that has asked for', async () => {
  const world = createWorld();
  const { create } = world.app.runs;
  world.app.runs.create = async (row) => {
    world.app.runs.create = create;
    await world.app.sleep(10_000);
    return create(row);
  };
  const callBackUri = 'https://eu.datafactory.azure.com/slow';
  const slow = world.post('runs', { job: world.jobId, ...join, callBackUri });
  await world.seconds(1);
  const quick = await world.begin('join');
  await world.seconds(10);
  expect(quick.body).toMatchObject({ id: (await slow).body.id, joined: true });
  await world.ended(quick.body.id);
  await world.seconds(10);
  expect(world.callbacks.map(({ path }) => path)).toEqual(['/slow']);
  expect(await databricksRuns(world)).toHaveLength(1);
});

describe('with a callback', () => {
  const uri = (name: string) => ({ callBackUri: `https://eu.datafactory.azure.com/${name}` });

  test('the address of who joins is called, if the run has none yet', async () => {
    const world = createWorld();
    const { body } = await world.begin('join');
    expect((await world.begin('join', uri('second'))).body).toMatchObject({ id: body.id });
    await world.ended(body.id);
    await world.seconds(10);
    expect(world.callbacks.map(({ path }) => path)).toEqual(['/second']);
  });

  test('a run whose end is told to another address is not joined', async () => {
    const world = createWorld();
    const replies = await world.beginMany(20, (at) => ({ ...join, ...uri(`caller-${at}`) }));
    expect(statusesOf(replies)).toEqual([202, ...Array.from({ length: 19 }, () => 409)]);
    const { id } = replies.find(({ status }) => status === 202)?.body ?? {};
    for (const { body } of replies.filter(({ status }) => status === 409)) {
      expect(body).toMatchObject({ code: 'callbackTaken', goingRun: { id } });
      expect(body.detail).not.toContain('caller-');
    }
    expect((await world.begin('join')).body).toMatchObject({ id, joined: true });
    await world.ended(id);
    await world.seconds(10);
    expect(world.callbacks).toHaveLength(1);
  });
});
