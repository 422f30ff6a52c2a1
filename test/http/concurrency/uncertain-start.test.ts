import { standard } from '../../support/engine-room';
import { onRoute, requestLost, whenever } from '../../support/trouble';
import { type TurnWorld, turnWorld } from '../../support/turn-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

test('a suspended run that tries its start again as soon as it is resumed goes on, also when it was told to stop', async () => {
  let isLost = true;
  const world = turnWorld({ clock, seconds: 3600, intercept: whenever('run-now', () => isLost, requestLost) });
  const first = await world.begin('cancelPrevious');
  await world.seconds(20);
  await standard(world, 'POST', `instances/${first.body.id}/suspend?reason=x`);
  await world.seconds(200);
  isLost = false;
  await world.begin('cancelPrevious');
  await world.seconds(300);
  expect(await world.results()).toEqual([]);
  await standard(world, 'POST', `instances/${first.body.id}/resume?reason=x`);
  expect(await world.mostAtOnce(60)).toBe(1);
  expect(await world.results()).toEqual(['CANCELED', 'RUNNING']);
});

/** A run whose start gets no answer for some minutes, and whose next try is then held up on its way. */
async function laterTry(leave: (world: TurnWorld, id: string) => Promise<unknown>) {
  let holdsUp = false;
  let isLost = true;
  let letGo = () => {};
  const world = turnWorld({
    clock,
    seconds: 3600,
    async intercept(request, pass) {
      if (!request.path.endsWith('/run-now')) return pass();
      if (holdsUp) {
        holdsUp = false;
        isLost = false;
        await new Promise<void>((resolve) => {
          letGo = resolve;
        });
      }
      return isLost ? requestLost(pass) : pass();
    },
  });
  const { body } = await world.begin('reject');
  await world.seconds(200);
  holdsUp = true;
  for (let waited = 0; isLost && waited < 300; waited++) await world.seconds(1);
  await leave(world, body.id);
  await world.seconds(1);
  return { ...world, letGo: () => letGo() };
}

test.each<[string, (world: TurnWorld, id: string) => Promise<unknown>]>([
  ['terminated', (world, id) => standard(world, 'POST', `instances/${id}/terminate?reason=x`)],
  ['deleted', (world) => standard(world, 'DELETE', 'instances/?createdTimeFrom=2020-01-01T00:00:00Z')],
])(
  'a run that is %s while a later try of its start is under way is in the way until that is over',
  async (_, leave) => {
    const world = await laterTry(leave);
    expect(await world.begin('reject')).toMatchObject({ status: 409, body: { code: 'runGoesOn' } });
    world.letGo();
    await world.seconds(5);
    expect(await world.begin('reject')).toMatchObject({ status: 409, body: { code: 'runGoesOn' } });
    expect(await world.mostAtOnce(5)).toBe(1);
  },
);

test('so is one that is terminated when a later try is about to begin', async () => {
  const world = turnWorld({ clock, seconds: 3600, intercept: onRoute('run-now', requestLost) });
  const { update } = world.app.runs;
  let isHeldUp = false;
  world.app.runs.update = async (id, changes) => {
    if (changes.submitTriedAgainAt && !isHeldUp) {
      isHeldUp = true;
      await new Promise<void>((resolve) => void clock.schedule(clock.now() + 150_000, resolve));
    }
    return update(id, changes);
  };
  const { body } = await world.begin('reject');
  await world.seconds(140);
  expect(isHeldUp).toBe(true);
  await standard(world, 'POST', `instances/${body.id}/terminate?reason=x`);
  await world.seconds(1);
  expect((await world.begin('reject')).status).toBe(409);
  expect(await world.mostAtOnce(60)).toBe(1);
});

test('one that was left so, and of which nothing is heard, makes room after two minutes', async () => {
  const world = await laterTry((world) => standard(world, 'DELETE', 'instances/?createdTimeFrom=2020-01-01T00:00:00Z'));
  await world.seconds(130);
  expect((await world.begin('reject')).status).toBe(202);
});

test('a start that comes again with its key, long after it was interrupted, keeps its turn while it begins', async () => {
  const world = turnWorld({ clock });
  const { start } = world.app.instances;
  const key = { 'idempotency-key': 'k' };
  world.app.instances.start = () => Promise.reject(new Error('the process dies here'));
  await world.begin('reject', {}, key);
  await world.seconds(1000);
  let other: number | undefined;
  world.app.instances.start = async (...begins) => {
    world.app.instances.start = start;
    other = (await world.post('runs', { job: world.jobId, concurrency: 'reject' })).status;
    return start(...begins);
  };
  expect((await world.begin('reject', {}, key)).status).toBe(202);
  expect(other).toBe(409);
});
