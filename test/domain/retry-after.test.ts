import fc from 'fast-check';
import { LONGEST_RETRY_AFTER_MS, retryAfterMs } from '../../src/domain/retry-after';

const NOW = Date.parse('2026-01-01T00:00:00.000Z');

test.each([
  ['0', 0],
  ['1', 1000],
  [' 120 ', 120_000],
  ['3600', LONGEST_RETRY_AFTER_MS],
  ['3601', LONGEST_RETRY_AFTER_MS],
  ['99999999999999999999999', LONGEST_RETRY_AFTER_MS],
  ['Thu, 01 Jan 2026 00:00:10 GMT', 10_000],
  ['Fri, 02 Jan 2026 00:00:10 GMT', LONGEST_RETRY_AFTER_MS],
  ['Wed, 31 Dec 2025 23:59:59 GMT', 0],
])('%j means %d ms', (header, ms) => expect(retryAfterMs(header, NOW)).toBe(ms));

test.each([
  undefined,
  '',
  'soon',
  '-1',
  '+1',
  '1.5',
  '1e3',
  '0x10',
  '5, 10',
  '5 s',
  '2026-01-01T00:00:10Z',
  'Thu, 01 Jan 2026 00:00:10',
  'Thu, 01 Jan 2026 00:00:10 +0100',
  'Fri, 01 Jan 2026 00:00:10 GMT', // it was a Thursday
  'Thu, 32 Jan 2026 00:00:10 GMT',
  'Thu, 1 Jan 2026 00:00:10 GMT',
])('%j means nothing', (header) => expect(retryAfterMs(header, NOW)).toBeUndefined());

test('seconds are taken as they are, up to an hour', () => {
  fc.assert(
    fc.property(fc.nat({ max: 3600 }), fc.integer(), (seconds, now) => {
      expect(retryAfterMs(String(seconds), now)).toBe(seconds * 1000);
    }),
  );
});

test('a date is waited for, but not in the past and not for more than an hour', () => {
  const time = fc.date({ min: new Date('1971-01-01'), max: new Date('9999-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(time, fc.integer({ min: -7200, max: 7200 }), (date, seconds) => {
      const at = Math.floor(date.getTime() / 1000) * 1000;
      const expected = Math.min(Math.max(0, seconds), 3600) * 1000;
      expect(retryAfterMs(new Date(at).toUTCString(), at - seconds * 1000)).toBe(expected);
    }),
  );
});

test('whatever the header says, the wait is nothing or from zero to an hour', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^-?\d{1,30}$/)), fc.integer(), (header, now) => {
      const wait = retryAfterMs(header, now) ?? 0;
      expect(wait >= 0 && wait <= LONGEST_RETRY_AFTER_MS).toBe(true);
    }),
  );
});
