import { type Clock, systemClock } from '../../../local/clock';
import { createScaledClock } from '../../../local/workspace/scaled-clock';
import { VirtualClock } from '../../support/virtual-clock';

const START = Date.parse('2026-01-01T00:00:00Z');
const MINUTE = 60_000;

function scaled(speed: number) {
  const base = new VirtualClock(START);
  const clock = createScaledClock(base, speed);
  const rung: number[] = [];
  return { base, clock, rung, ring: () => void rung.push(clock.now() - START) };
}

test('a minute passes in a second', async () => {
  const { base, clock, rung, ring } = scaled(60);
  clock.schedule(START + MINUTE, ring);
  await base.advance(999);
  expect(clock.now() - START).toBe(59_940);
  expect(rung).toEqual([]);
  await base.advance(1);
  expect(rung).toEqual([MINUTE]);
});

test.each([0.3, 1 / 3, 0.9, 1, 1.7, 7, 60, 999])(
  'at speed %d nothing happens before its time, nor much after',
  async (speed) => {
    for (const delay of [1, 2, 10, 59, 1000, 12_345]) {
      const { base, clock, rung, ring } = scaled(speed);
      clock.schedule(START + delay, ring);
      await base.advance(delay / speed + 2);
      expect(rung).toHaveLength(1);
      expect(rung[0]).toBeGreaterThanOrEqual(delay);
      expect(rung[0]).toBeLessThanOrEqual(delay + speed + 1);
    }
  },
);

test('another speed holds from now on, also for what is set already', async () => {
  const { base, clock, rung, ring } = scaled(1);
  clock.schedule(START + 10 * MINUTE, ring);
  await base.advance(MINUTE);
  clock.setSpeed(60);
  expect(clock.now() - START).toBe(MINUTE);
  expect(clock.speed).toBe(60);
  await base.advance(8_999);
  expect(rung).toEqual([]);
  await base.advance(1);
  expect(rung).toEqual([10 * MINUTE]);
});

test('at speed 0 it stands still, and goes on from there', async () => {
  const { base, clock, rung, ring } = scaled(1);
  clock.schedule(START + MINUTE, ring);
  clock.setSpeed(0);
  await base.advance(60 * MINUTE);
  expect(clock.now()).toBe(START);
  clock.setSpeed(1);
  await base.advance(MINUTE);
  expect(rung).toEqual([MINUTE]);
});

test('what is called off does not happen', async () => {
  const { base, clock, rung, ring } = scaled(1);
  clock.schedule(START + 1, ring)();
  clock.schedule(START + 2, ring)();
  await clock.advance(1);
  await base.advance(MINUTE);
  expect(rung).toEqual([]);
});

test('a day passes at once, with everything due in its order and at its time', async () => {
  const { clock, rung, ring } = scaled(1);
  clock.schedule(START + 2 * MINUTE, ring);
  clock.schedule(START + MINUTE, () => {
    ring();
    void Promise.resolve().then(() => clock.schedule(clock.now() + 30_000, ring)); // set while the day passes
  });
  clock.schedule(START + 2000 * MINUTE, ring);
  await clock.advance(1440 * MINUTE);
  expect(rung).toEqual([MINUTE, 1.5 * MINUTE, 2 * MINUTE]);
  expect(clock.now() - START).toBe(1440 * MINUTE);
});

test('after an advance it goes on at its speed, with what was not due yet', async () => {
  const { base, clock, rung, ring } = scaled(2);
  clock.schedule(START + 3 * MINUTE, ring);
  await clock.advance(MINUTE);
  await base.advance(MINUTE);
  expect(rung).toEqual([3 * MINUTE]);
});

test('two advances at once follow one another', async () => {
  const { clock, rung, ring } = scaled(1);
  clock.schedule(START + 1.5 * MINUTE, ring);
  await Promise.all([clock.advance(MINUTE), clock.advance(MINUTE)]);
  expect(clock.now() - START).toBe(2 * MINUTE);
  expect(rung).toEqual([1.5 * MINUTE]);
});

test('while it advances, the clock that it follows sets nothing off', async () => {
  const armed = new Set<() => void>();
  const base: Clock = {
    now: () => START,
    schedule: (_at, callback) => {
      armed.add(callback);
      return () => void armed.delete(callback);
    },
  };
  const clock = createScaledClock(base, 1);
  const rung: number[] = [];
  const ring = () => void rung.push(clock.now() - START);
  clock.schedule(START + MINUTE, () => {
    ring();
    for (const callback of armed) callback();
  });
  clock.schedule(START + 2 * MINUTE, ring);
  await clock.advance(3 * MINUTE);
  expect(rung).toEqual([MINUTE, 2 * MINUTE]);
});

test('it keeps up with the real clock', async () => {
  const clock = createScaledClock(systemClock, 1000);
  const began = clock.now();
  const rang = await new Promise<number>((resolve) => clock.schedule(began + 50_000, () => resolve(clock.now())));
  expect(rang - began).toBeGreaterThanOrEqual(50_000);
  expect(rang - began).toBeLessThan(2_000_000);
});
