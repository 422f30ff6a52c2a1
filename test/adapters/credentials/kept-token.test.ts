import { keepToken, type TimedToken } from '../../../src/adapters/credentials/kept-token';
import type { Answer, Problem } from '../../../src/domain/answer';

type Kind = Problem['kind'];
const problem = (kind: Kind): Problem => ({ kind, code: 'NO_TOKEN', message: 'No.', mayHaveHappened: false });

/** Gives token-1, token-2 and so on, each to be renewed after 100 and good for 150, unless told to fail. */
function setUp() {
  const world = { time: 0, asked: 0, failing: undefined as Kind | undefined };
  const fetch = async (): Promise<Answer<TimedToken>> => {
    world.asked += 1;
    const { time, asked, failing } = world;
    await Promise.resolve();
    if (failing) return { ok: false, problem: problem(failing) };
    return { ok: true, value: { text: `token-${asked}`, renewAt: time + 100, goodUntil: time + 150 } };
  };
  const token = keepToken(fetch, () => world.time);
  const text = async (refused?: string) => {
    const answer = await token({ refused });
    return answer.ok ? answer.value : answer.problem.kind;
  };
  return { world, text };
}

test('a token is kept until it is time for another one', async () => {
  const { world, text } = setUp();
  expect([await text(), await text()]).toEqual(['token-1', 'token-1']);
  world.time = 99;
  expect(await text()).toBe('token-1');
  world.time = 100;
  expect([await text(), await text()]).toEqual(['token-2', 'token-2']);
});

test('callers at the same time share one request', async () => {
  const { world, text } = setUp();
  expect(await Promise.all([text(), text(), text('token-0')])).toEqual(['token-1', 'token-1', 'token-1']);
  expect(world.asked).toBe(1);
});

test('a token that was refused is exchanged at once', async () => {
  const { text } = setUp();
  expect([await text(), await text('token-1'), await text()]).toEqual(['token-1', 'token-2', 'token-2']);
});

test('two hundred whose token was refused lead to one request, also where they say so one after the other', async () => {
  const { world, text } = setUp();
  await text();
  const together = await Promise.all(Array.from({ length: 100 }, () => text('token-1')));
  for (let count = 0; count < 100; count++) together.push(await text('token-1'));
  expect(new Set(together)).toEqual(new Set(['token-2']));
  expect(world.asked).toBe(2);
});

test('where the same token comes again, nobody asks for it once more for a while', async () => {
  const world = { time: 0, asked: 0 };
  const fetch = async (): Promise<Answer<TimedToken>> => {
    world.asked += 1;
    return { ok: true, value: { text: 'the same', renewAt: 1_000_000, goodUntil: 1_000_000 } };
  };
  const token = keepToken(fetch, () => world.time);
  await token();
  for (let count = 0; count < 10; count++) await token({ refused: 'the same' });
  expect(world.asked).toBe(2);
  world.time = 30_000;
  await token({ refused: 'the same' });
  expect(world.asked).toBe(3);
});

test('a failure is not kept', async () => {
  const { world, text } = setUp();
  world.failing = 'unavailable';
  expect(await Promise.all([text(), text()])).toEqual(['unavailable', 'unavailable']);
  world.failing = undefined;
  expect(await text()).toBe('token-2');
});

test('while nobody can be asked, the old token does as long as it is good, and nobody is asked again too soon', async () => {
  const { world, text } = setUp();
  await text();
  Object.assign(world, { time: 100, failing: 'unavailable' });
  expect([await text(), await text()]).toEqual(['token-1', 'token-1']);
  expect(world.asked).toBe(2);
  world.time = 30_100;
  expect(await text()).toBe('unavailable');
});

test('a token that was refused does not come back to who refreshes, also when there is no other', async () => {
  const { world, text } = setUp();
  await text();
  world.failing = 'unavailable';
  expect(await text('token-1')).toBe('unavailable');
});

test('the old token is not used where another one was denied', async () => {
  const { world, text } = setUp();
  await text();
  Object.assign(world, { time: 100, failing: 'unauthenticated' });
  expect([await text(), await text()]).toEqual(['unauthenticated', 'unauthenticated']);
});
