import fc from 'fast-check';
import { usualDuration } from '../../src/domain/usual-duration';

test.each([
  [[], null],
  [[5], 5],
  [[9, 5], 7],
  [[1, 100, 2], 2],
  [[4, 1, 3, 1000], 4],
])('the usual one of %j is %s', (durations, usual) => {
  expect(usualDuration(durations)).toBe(usual);
});

test('at least half of them are as long, and at least half as short', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1 }), (durations) => {
      const usual = usualDuration(durations) ?? Number.NaN;
      expect(durations.filter((one) => one <= usual).length).toBeGreaterThanOrEqual(durations.length / 2);
      expect(durations.filter((one) => one >= usual - 0.5).length).toBeGreaterThanOrEqual(durations.length / 2);
    }),
  );
});
