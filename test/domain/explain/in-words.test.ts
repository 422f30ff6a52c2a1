import fc from 'fast-check';
import {
  count,
  isWorthTelling,
  lengthInWords,
  listInWords,
  quoted,
  shareInWords,
  timeInWords,
} from '../../../src/domain/explain/in-words';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [0, '0 seconds'],
  [400, '0 seconds'],
  [SECOND, '1 second'],
  [MINUTE, '1 minute'],
  [89 * SECOND, '89 seconds'],
  [90 * SECOND, '2 minutes'],
  [89 * MINUTE, '89 minutes'],
  [90 * MINUTE, '1 hour 30 minutes'],
  [2 * HOUR, '2 hours'],
  [47 * HOUR + MINUTE, '47 hours 1 minute'],
  [2 * DAY, '2 days'],
  [2 * DAY + HOUR, '2 days 1 hour'],
  [-5, '0 seconds'],
])('%d ms are %s', (ms, words) => expect(lengthInWords(ms)).toBe(words));

test('a longer time never reads as a shorter one', () => {
  const units: Record<string, number> = { second: SECOND, minute: MINUTE, hour: HOUR, day: DAY };
  const back = (words: string) =>
    [...words.matchAll(/(\d+) (\w+?)s?\b/g)].reduce(
      (sum, [, number, unit = '']) => sum + Number(number) * (units[unit] ?? Number.NaN),
      0,
    );
  fc.assert(
    fc.property(fc.nat(40 * DAY), (ms) => {
      const error = Math.abs(back(lengthInWords(ms)) - ms);
      expect(error).toBeLessThanOrEqual(Math.max(SECOND / 2, ms * 0.34));
      expect(error).toBeLessThanOrEqual(HOUR);
    }),
  );
});

test.each([
  [1, 4, '25%'],
  [5, 4, '100%'],
  [0, 0, '0%'],
  [3, 0, '0%'],
])('%d of %d is %s', (part, whole, words) => expect(shareInWords(part, whole)).toBe(words));

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
  [['a', 'b', 'c', 'd', 'e'], 'a, b, c, d and e'],
  [['a', 'b', 'c', 'd', 'e', 'f'], 'a, b, c, d and 2 more'],
])('the names %j are listed as %j', (names, words) => expect(listInWords(names)).toBe(words));

test.each([
  [1, '1 run'],
  [0, '0 runs'],
  [2, '2 runs'],
])('%d is counted as %s', (number, words) => expect(count(number, 'run')).toBe(words));

test('what others say is made fit for a sentence', () => {
  expect(quoted('It failed.\n Really! ')).toBe('It failed. Really');
  expect(quoted('token dapi0123456789abcdef0123456789abcdef is no good.')).not.toContain('dapi0123456789abcdef');
});

test('a time is told with its day only if that is another one', () => {
  const at = Date.parse('2026-03-01T12:04:59Z');
  expect(timeInWords(at, at + HOUR)).toBe('12:04 UTC');
  expect(timeInWords(at, at + DAY)).toBe('2026-03-01 12:04 UTC');
});

test.each([
  [9_999, 10_000, false],
  [10_000, 10_000, true],
  [10_000, 200_000, true],
  [10_000, 200_001, false],
])('whether %d ms of %d are worth telling: %s', (ms, whole, expected) =>
  expect(isWorthTelling(ms, whole)).toBe(expected),
);
