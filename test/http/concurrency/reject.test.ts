import { databricksRuns, standard } from '../../support/engine-room';
import { answers, whenever } from '../../support/trouble';
import { statusesOf, turnWorld } from '../../support/turn-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const createWorld = (options: Partial<Parameters<typeof turnWorld>[0]> = {}) => turnWorld({ clock, ...options });

test('of twenty starts at once one is a run, and the others are told which', async () => {
  const world = createWorld();
  const replies = await world.beginMany(20, (at) => ({ concurrency: 'reject', timeoutSeconds: 600 + at }));
  expect(statusesOf(replies)).toEqual([202, ...Array.from({ length: 19 }, () => 409)]);
  const { id } = replies.find(({ status }) => status === 202)?.body ?? {};
  for (const { body } of replies.filter(({ status }) => status === 409)) {
    expect(body).toMatchObject({ code: 'runGoesOn', goingRun: { id }, detail: expect.stringContaining(id) });
    expect((await world.get(body.goingRun.statusPath.replace('/api/', ''))).body.id).toBe(id);
  }
  expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded' });
  expect(await databricksRuns(world)).toHaveLength(1);
  expect((await world.app.runs.list({ limit: 100 })).runs).toHaveLength(1);
});

test('the refusal names the page of the run, and what to do', async () => {
  const world = createWorld();
  const { body } = await world.begin('reject');
  await world.seconds(10);
  const { run } = (await world.get(`runs/${body.id}`)).body;
  const refused = await world.begin('reject', { runNow: { notebook_params: { other: 'parameters' } } });
  expect(refused.body.detail).toBe(
    `A run of the same job or pipeline goes on: ${run.pageUrl} (here ${body.id}). Nothing was started. Wait for its end, or stop it with POST /api/runs/${body.id}/cancel; or let the start say "concurrency": "allow", "join" or "cancelPrevious".`,
  );
  expect(world.events).toContainEqual(expect.objectContaining({ event: 'startRefused', code: 'runGoesOn' }));
});

test('a run that has ended makes room', async () => {
  const world = createWorld();
  const { body } = await world.begin('reject');
  await world.ended(body.id);
  expect((await world.begin('reject')).status).toBe(202);
  expect((await world.begin('reject')).status).toBe(409);
});

describe('a run that nobody watches any more is in the way while it goes on in Databricks', () => {
  const leave: [string, (world: ReturnType<typeof createWorld>, id: string) => Promise<unknown>][] = [
    ['terminated', (world, id) => standard(world, 'POST', `instances/${id}/terminate?reason=enough`)],
    ['purged', (world, id) => standard(world, 'DELETE', `instances/${id}`)],
    ['detached', (world) => world.seconds(20)],
  ];

  test.each(leave)('%s', async (_, leaveIt) => {
    const world = createWorld({ seconds: 120 });
    const { body } = await world.begin('reject', { timeoutSeconds: 15, onTimeout: 'detach' });
    await leaveIt(world, body.id);
    await world.seconds(1);
    const refused = await world.begin('reject');
    expect(refused).toMatchObject({ status: 409, body: { code: 'runGoesOn', goingRun: { id: body.id } } });
    expect((await world.get(`runs/${body.id}`)).body.run.outcome).not.toBeNull();
    await world.seconds(120);
    expect((await world.begin('reject')).status).toBe(202);
    expect(await world.results()).toEqual(['SUCCESS', 'RUNNING']);
  });

  test.each(leave)('%s, and then cancelled, it makes room', async (_, leaveIt) => {
    const world = createWorld({ seconds: 3600 });
    const { body } = await world.begin('reject', { timeoutSeconds: 15, onTimeout: 'detach' });
    await leaveIt(world, body.id);
    await world.seconds(1);
    expect((await world.begin('reject')).status).toBe(409);
    await world.post(`runs/${body.id}/cancel`);
    await world.seconds(10);
    expect((await world.begin('reject')).status).toBe(202);
    expect(await world.results()).toEqual(['CANCELED', 'RUNNING']);
  });

  test('and where Databricks does not say so, for two days at most', async () => {
    let isDenied = false;
    const world = createWorld({ intercept: whenever('get', () => isDenied, answers(403)) });
    const { body } = await world.begin('reject');
    isDenied = true;
    expect(await world.ended(body.id)).toMatchObject({ outcome: 'unknown' });
    expect((await world.begin('reject')).status).toBe(409);
    await world.seconds(47 * 3600);
    expect((await world.begin('reject')).status).toBe(409);
    await world.seconds(3600);
    expect((await world.begin('reject')).status).toBe(202);
  });
});

describe('with an idempotency key', () => {
  const key = { 'idempotency-key': 'k' };

  test('the refused one may start later, and is met from then on', async () => {
    const world = createWorld();
    const { body: first } = await world.begin('reject');
    expect((await world.begin('reject', {}, key)).status).toBe(409);
    expect((await world.begin('reject', {}, key)).status).toBe(409);
    await world.ended(first.id);
    const begun = await world.begin('reject', {}, key);
    expect(begun.status).toBe(202);
    expect((await world.begin('reject', {}, key)).body).toMatchObject({ id: begun.body.id, joined: true });
    expect(await world.ended(begun.body.id)).toMatchObject({ outcome: 'succeeded' });
    expect((await world.begin('reject', {}, key)).body).toMatchObject({ id: begun.body.id, outcome: 'succeeded' });
    expect(await databricksRuns(world)).toHaveLength(2);
  });

  test('twenty of the same at once are one run, and refuse every other', async () => {
    const world = createWorld();
    const replies = await world.beginMany(
      20,
      () => ({ concurrency: 'reject' }),
      () => key,
    );
    expect(new Set(statusesOf(replies))).toEqual(new Set([202]));
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
    expect((await world.begin('reject')).status).toBe(409);
    expect(await databricksRuns(world)).toHaveLength(1);
  });
});
