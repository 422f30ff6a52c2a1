import fc from 'fast-check';
import { nextPollMs, nextTryMs, type PollMoment } from '../../src/domain/poll-schedule';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const moment = (more: Partial<PollMoment> & { elapsed?: number }): PollMoment => {
  const { elapsed = 0, ...given } = more;
  return { now: elapsed, since: 0, deadline: 1_000 * HOUR, ...given };
};

const anyMoment: fc.Arbitrary<PollMoment> = fc
  .record({
    elapsed: fc.integer({ min: -MINUTE, max: 40 * 24 * HOUR }),
    left: fc.integer({ min: -HOUR, max: 40 * 24 * HOUR }),
    fixedMs: fc.option(fc.integer({ min: SECOND, max: HOUR }), { nil: undefined }),
    retryAfterMs: fc.option(fc.integer({ min: 0, max: HOUR }), { nil: undefined }),
    expectedEndAt: fc.option(fc.integer({ min: 0, max: 40 * 24 * HOUR }), { nil: undefined }),
  })
  .map(({ elapsed, left, ...more }) => ({
    since: HOUR,
    now: HOUR + elapsed,
    deadline: HOUR + elapsed + left,
    ...more,
  }));

describe('the next look', () => {
  test.each([
    ['at the beginning', 0, 2 * SECOND],
    ['after ten seconds', 10 * SECOND, 2 * SECOND],
    ['after a minute', MINUTE, 6 * SECOND],
    ['after five minutes', 5 * MINUTE, 30 * SECOND],
    ['after a day', 24 * HOUR, 30 * SECOND],
  ])('%s', (_, elapsed, wait) => {
    expect(nextPollMs(moment({ elapsed }))).toBe(wait);
  });

  test('a fixed interval takes the place of the adaptive one', () => {
    expect(nextPollMs(moment({ elapsed: HOUR, fixedMs: SECOND }))).toBe(SECOND);
    expect(nextPollMs(moment({ elapsed: 0, fixedMs: HOUR }))).toBe(HOUR);
  });

  test('what Databricks asks for is waited for', () => {
    expect(nextPollMs(moment({ retryAfterMs: 7 * SECOND }))).toBe(7 * SECOND);
    expect(nextPollMs(moment({ fixedMs: SECOND, retryAfterMs: 7 * SECOND }))).toBe(7 * SECOND);
    expect(nextPollMs(moment({ elapsed: HOUR, retryAfterMs: SECOND }))).toBe(30 * SECOND);
  });

  test('in whole milliseconds, never at once, and never far past the deadline', () => {
    fc.assert(
      fc.property(anyMoment, (given) => {
        const wait = nextPollMs(given);
        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(SECOND);
        expect(given.now + wait).toBeLessThanOrEqual(Math.max(given.deadline, given.now + SECOND));
      }),
    );
  });

  test('never later than half a minute, unless somebody asks for it', () => {
    fc.assert(
      fc.property(anyMoment, ({ fixedMs: _, retryAfterMs: __, ...given }) => {
        expect(nextPollMs(given)).toBeLessThanOrEqual(30 * SECOND);
      }),
    );
  });

  test('never sooner than somebody has asked for, but for the deadline', () => {
    fc.assert(
      fc.property(anyMoment, (given) => {
        const { fixedMs = 0, retryAfterMs = 0, now, deadline } = given;
        expect(nextPollMs(given)).toBeGreaterThanOrEqual(Math.min(Math.max(fixedMs, retryAfterMs), deadline - now));
      }),
    );
  });

  test('the longer a run has gone on, the rarer', () => {
    const elapsed = fc.integer({ min: 0, max: 10 * HOUR });
    fc.assert(
      fc.property(elapsed, elapsed, (one, other) => {
        const [early, late] = one < other ? [one, other] : [other, one];
        expect(nextPollMs(moment({ elapsed: early }))).toBeLessThanOrEqual(nextPollMs(moment({ elapsed: late })));
      }),
    );
  });

  test('the looks of a day are few, and the end is seen within a tenth of the time it took', () => {
    let looks = 0;
    for (let elapsed = 0; elapsed < 24 * HOUR; looks++) {
      const wait = nextPollMs(moment({ elapsed }));
      expect(wait).toBeLessThanOrEqual(Math.max(2 * SECOND, elapsed / 10));
      elapsed += wait;
    }
    expect(looks).toBeLessThan(2_920);
  });
});

describe('with the time known at which such a run usually ends, the looks', () => {
  const looksOf = (endsAt: number, expectedEndAt?: number) => {
    let looks = 0;
    let now = 0;
    while (now < endsAt) {
      now += nextPollMs(moment({ elapsed: now, expectedEndAt }));
      looks += 1;
    }
    return { looks, delay: now - endsAt };
  };
  const usual = fc.integer({ min: 10 * SECOND, max: 10 * HOUR });
  const ends = fc.integer({ min: 0, max: 20 * HOUR });

  test('come every two seconds around it, and rarely again soon after', () => {
    const at = (elapsed: number) => nextPollMs(moment({ elapsed, expectedEndAt: HOUR })) / SECOND;
    expect([-10 * MINUTE, -2 * MINUTE, -MINUTE, -20 * SECOND, -SECOND, 0].map((off) => at(HOUR + off))).toEqual([
      30, 30, 15, 5, 2, 2,
    ]);
    expect([5 * SECOND, MINUTE, 2 * MINUTE, HOUR].map((off) => at(HOUR + off))).toEqual([2, 15, 30, 30]);
  });

  test('are at most 25 more than without', () => {
    fc.assert(
      fc.property(usual, ends, (expectedEndAt, endsAt) => {
        expect(looksOf(endsAt, expectedEndAt).looks).toBeLessThanOrEqual(looksOf(endsAt).looks + 25);
      }),
      { numRuns: 200 },
    );
  });

  test('see an end within a few seconds if it comes within ten of that time', () => {
    fc.assert(
      fc.property(usual, fc.integer({ min: -10 * SECOND, max: 10 * SECOND }), (expectedEndAt, off) => {
        expect(looksOf(expectedEndAt + off, expectedEndAt).delay).toBeLessThanOrEqual(3.4 * SECOND);
      }),
      { numRuns: 200 },
    );
  });

  test('see any other end no later than a third of how far it is off, and never later than without', () => {
    fc.assert(
      fc.property(usual, ends, (expectedEndAt, endsAt) => {
        const third = Math.abs(endsAt - expectedEndAt) / 3;
        expect(looksOf(endsAt, expectedEndAt).delay).toBeLessThanOrEqual(Math.min(Math.max(third, 2_000), 30_000));
      }),
      { numRuns: 200 },
    );
  });

  test('keep to a fixed interval all the same, and to what Databricks asks for', () => {
    const given = { elapsed: HOUR, expectedEndAt: HOUR };
    expect(nextPollMs(moment({ ...given, fixedMs: MINUTE }))).toBe(MINUTE);
    expect(nextPollMs(moment({ ...given, retryAfterMs: MINUTE }))).toBe(MINUTE);
  });
});

describe('the next try', () => {
  test('doubles from two seconds to half a minute', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 100, 5_000].map((tries) => nextTryMs(tries) / SECOND);
    expect(waits).toEqual([2, 4, 8, 16, 30, 30, 30, 30, 30]);
  });

  test('comes no sooner than Databricks has asked for', () => {
    expect(nextTryMs(1, 90 * SECOND)).toBe(90 * SECOND);
    expect(nextTryMs(9, SECOND)).toBe(30 * SECOND);
  });

  test('is never at once, and never later than half a minute unless asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 1_000_000 }), fc.nat(HOUR), (tries, retryAfterMs) => {
        const wait = nextTryMs(tries, retryAfterMs);
        expect(wait).toBeGreaterThanOrEqual(Math.max(2 * SECOND, retryAfterMs));
        expect(wait).toBeLessThanOrEqual(Math.max(30 * SECOND, retryAfterMs));
      }),
    );
  });
});
