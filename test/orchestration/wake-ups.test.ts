import { begun, expectSettled, keepBusy, progressOf, wake } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { runWorld } from '../support/run-world';
import type { Intercept } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

const EVERY_TEN_MINUTES = { pollSeconds: 600 };

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

/** A world whose workspace takes its time to say how a run stands. */
function slowWorld(seconds: number, lookTakesSeconds: number) {
  const intercept: Intercept = async (request, pass) => {
    if (request.path.endsWith('/runs/get')) await passTime(lookTakesSeconds);
    return pass();
  };
  const world = runWorld({ clock, scenarios: [jobThatTakes(seconds)], intercept });
  return { ...world, looks: () => world.asked().filter((line) => line === 'GET runs/get').length };
}

const passTime = (seconds: number) =>
  new Promise<void>((resolve) => void clock.schedule(clock.now() + seconds * 1000, resolve));

test('an event ends the wait, and the end of the run is seen at once', async () => {
  const world = slowWorld(60, 0);
  const id = await world.start({ job: world.jobId, ...EVERY_TEN_MINUTES });
  await world.seconds(61);
  expect(world.looks()).toBe(1);
  await wake(world, id);
  await world.seconds(1);
  expect((await world.get(`runs/${id}`)).body).toMatchObject({
    outcome: 'succeeded',
    endedAt: '2026-01-01T00:01:01.000Z',
  });
  await expectSettled(world, clock);
});

test('an event that comes while a look is under way leads to one more look at once, and to no other', async () => {
  const world = slowWorld(3000, 5);
  const id = await world.start({ job: world.jobId, ...EVERY_TEN_MINUTES });
  await world.seconds(2);
  expect(world.looks()).toBe(1);
  await wake(world, id);
  await world.seconds(4);
  expect(world.looks()).toBe(2);
  await world.seconds(500);
  expect(world.looks()).toBe(2);
  await world.seconds(120);
  expect(world.looks()).toBe(3);
});

test('events that come together, before, during and after a look, are all answered, and none is kept for later', async () => {
  const world = slowWorld(3000, 5);
  const id = await world.start({ job: world.jobId, ...EVERY_TEN_MINUTES });
  await Promise.all([wake(world, id), wake(world, id), wake(world, id)]);
  await world.seconds(2);
  await Promise.all([wake(world, id), wake(world, id)]);
  await world.seconds(30);
  const looks = world.looks();
  expect(looks).toBeGreaterThan(1);
  expect(looks).toBeLessThan(8);
  await world.seconds(500);
  expect(world.looks()).toBe(looks);
  await wake(world, id);
  await world.seconds(1);
  expect(world.looks()).toBe(looks + 1);
  await world.seconds(100);
  await wake(world, id);
  await world.seconds(1);
  expect(world.looks()).toBe(looks + 2);
});

/** The last step of a generation is the twentieth: one to submit, and a look each 55 s, of which each takes 5 s. */
const LAST_LOOK_BEGINS = 55 * 18;

test.each([
  ['before', 3],
  ['right after', 5],
  ['some time after', 20],
])('an event that comes %s the last answer of a generation is answered', async (_, secondsIntoLastLook) => {
  const world = slowWorld(1130, 5);
  const id = await world.start({ job: world.jobId, pollSeconds: 50 });
  await world.seconds(LAST_LOOK_BEGINS + secondsIntoLastLook);
  expect(await begun(world, id, 'checkRun')).toBe(secondsIntoLastLook < 5 ? 19 : 0);
  await wake(world, id);
  const looks = world.looks();
  await world.seconds(7);
  expect(world.looks()).toBe(looks + 1);
  expect(await begun(world, id, 'checkRun')).toBe(1);
  await world.ended(id);
  await expectSettled(world, clock);
});

test.each(['first', 'second'])(
  'an event in one batch with the last answer of a generation, as the %s, is answered',
  async (place) => {
    const world = slowWorld(1130, 5);
    const id = await world.start({ job: world.jobId, pollSeconds: 50 });
    await world.seconds(LAST_LOOK_BEGINS + 4);
    expect(await begun(world, id, 'checkRun')).toBe(19);
    const letGo = await keepBusy(world, id);
    if (place === 'first') await wake(world, id);
    await world.seconds(2);
    if (place === 'second') await wake(world, id);
    const looks = world.looks();
    letGo();
    await world.seconds(2);
    expect(world.looks()).toBe(looks + 1);
    expect(await progressOf(world, id)).toMatchObject({ submittedAt: '2026-01-01T00:00:00.000Z' });
    await world.ended(id);
    await expectSettled(world, clock);
  },
);

test('without any event, the run goes on by itself', async () => {
  const world = slowWorld(100, 0);
  world.host.engine.send = () => Promise.reject(new Error('no event arrives'));
  const id = await world.start({ job: world.jobId });
  await world.post(`runs/${id}/cancel`);
  expect(await world.ended(id)).toMatchObject({ outcome: 'canceled' });
});
