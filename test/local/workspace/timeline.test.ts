import fc from 'fast-check';
import { Timeline } from '../../../local/workspace/simulation/timeline';

test('everything happens in the order of time, and what is due at once in the order it was set', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 60 }), (delays) => {
      const timeline = new Timeline(1000);
      const seen: [number, number][] = [];
      for (const [index, delay] of delays.entries()) timeline.in(delay, () => seen.push([timeline.now - 1000, index]));
      timeline.runUntil(1030);
      const expected = delays.map((delay, index): [number, number] => [delay, index]);
      expect(seen).toEqual(expected.sort(([a, i], [b, j]) => a - b || i - j));
    }),
  );
});

test('what follows from something is timed from when that happened, not from when somebody looked', () => {
  const timeline = new Timeline(0);
  const seen: number[] = [];
  timeline.in(10, () => timeline.in(5, () => seen.push(timeline.now)));
  timeline.runUntil(100);
  expect(seen).toEqual([15]);
  expect(timeline.now).toBe(100);
});

test('what is not due stays', () => {
  const timeline = new Timeline(0);
  const seen: string[] = [];
  timeline.in(11, () => seen.push('later'));
  timeline.runUntil(10);
  expect(seen).toEqual([]);
  timeline.runUntil(11);
  expect(seen).toEqual(['later']);
});
