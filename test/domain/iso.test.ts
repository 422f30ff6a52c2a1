import { iso, isoOrNull } from '../../src/domain/iso';

test('a time is written to the millisecond, in UTC', () => {
  expect(iso(Date.UTC(2026, 0, 2, 3, 4, 5, 6))).toBe('2026-01-02T03:04:05.006Z');
});

test('a time that nobody knows is null, and the first one of all is one', () => {
  expect([isoOrNull(undefined), isoOrNull(0)]).toEqual([null, '1970-01-01T00:00:00.000Z']);
});
