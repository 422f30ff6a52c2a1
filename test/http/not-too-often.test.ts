import { createNotTooOften } from '../../src/http/notifications/not-too-often';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

function world() {
  const done: string[] = [];
  const sleep = (ms: number) => new Promise<void>((resolve) => void clock.schedule(clock.now() + ms, resolve));
  const notTooOften = createNotTooOften({ now: () => clock.now(), sleep });
  const began = clock.now();
  return {
    done,
    notTooOften,
    ask: (key: string) => notTooOften(key, async () => void done.push(`${key} ${clock.now() - began}`)),
  };
}

test('what is asked once is done at once', async () => {
  const { ask, done } = world();
  await ask('a');
  await clock.advance(60_000);
  await ask('a');
  expect(done).toEqual(['a 0', 'a 60000']);
});

test('what is asked again and again is done now and then, and once after it was asked last', async () => {
  const { ask, done } = world();
  for (let times = 0; times < 50; times++) {
    void ask('a');
    await clock.advance(100);
  }
  await clock.advance(60_000);
  expect(done).toEqual(['a 0', 'a 2000', 'a 4000', 'a 6000']);
});

test('one key does not wait for another', async () => {
  const { ask, done } = world();
  for (const key of ['a', 'b', 'a', 'c']) void ask(key);
  await clock.advance(0);
  expect(done).toEqual(['a 0', 'b 0', 'c 0']);
  await clock.advance(2000);
  expect(done).toEqual(['a 0', 'b 0', 'c 0', 'a 2000']);
});

test('what fails is told to whoever asked, and is done the next time', async () => {
  const { ask, notTooOften, done } = world();
  await expect(notTooOften('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await clock.advance(5000);
  await ask('a');
  expect(done).toEqual(['a 5000']);
});
