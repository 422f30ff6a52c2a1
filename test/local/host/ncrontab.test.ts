import fc from 'fast-check';
import { nextOccurrence, parseSchedule } from '../../../local/host/ncrontab';

const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}Z`);

function occurrences(schedule: string, after: string, count: number): string[] {
  const parsed = parseSchedule(schedule);
  const found: string[] = [];
  for (let time = at(after); found.length < count; ) {
    time = nextOccurrence(parsed, time);
    found.push(new Date(time).toISOString().replace('T', ' ').replace('.000Z', ''));
  }
  return found;
}

describe('nextOccurrence', () => {
  it.each([
    ['* * * * * *', '2003-01-01 00:00:00', '2003-01-01 00:00:01'],
    ['* * * * *', '2003-01-01 00:00:00', '2003-01-01 00:01:00'],
    ['* * * * *', '2003-12-31 23:59:00', '2004-01-01 00:00:00'],
    ['* * * * *', '2003-02-28 23:59:00', '2003-03-01 00:00:00'],
    ['* * * * *', '2004-02-28 23:59:00', '2004-02-29 00:00:00'],
    ['45-47,48,49 * * * * *', '2003-01-01 00:00:49', '2003-01-01 00:01:45'],
    ['2/5 * * * * *', '2003-01-01 00:00:57', '2003-01-01 00:01:02'],
    ['0 */5 * * * *', '2003-01-01 00:55:00', '2003-01-01 01:00:00'],
    ['* 0-1 10 * * *', '2021-02-24 09:50:35', '2021-02-24 10:00:00'],
    ['* 55 * * * *', '2021-02-24 09:50:35', '2021-02-24 09:55:00'],
    ['6 45-47,48,49 * * * *', '2003-01-01 00:49:30', '2003-01-01 01:45:06'],
    ['30 3   * * *', '2003-12-20 01:45:00', '2003-12-20 03:30:00'],
    ['30  *  1 * *', '2003-01-07 00:00:00', '2003-02-01 00:30:00'],
    ['0 0 15,30,31 * *', '2000-01-31 00:00:00', '2000-02-15 00:00:00'],
    ['0 0 15,30,31 * *', '2000-02-15 00:00:00', '2000-03-15 00:00:00'],
    ['10 * * February,April-Jun *', '2002-07-01 05:00:00', '2003-02-01 00:10:00'],
    ['* 12 1 6 *', '1988-09-11 14:23:00', '1989-06-01 12:00:00'],
    ['30 6 * * 0', '2003-06-26 10:00:00', '2003-06-29 06:30:00'],
    ['30 6 * * SUNDAY', '2003-06-26 10:00:00', '2003-06-29 06:30:00'],
    ['1 12 * * 2', '2003-06-24 12:01:00', '2003-07-01 12:01:00'],
    ['45 16 1 * Mon', '2003-01-01 12:00:00', '2003-09-01 16:45:00'],
    ['45 16 1 * Mon', '2003-09-01 23:45:00', '2003-12-01 16:45:00'],
    ['1 12 29 2 *', '2000-02-29 12:01:00', '2004-02-29 12:01:00'],
    ['0 0 29 2 *', '1896-02-29 00:00:00', '1904-02-29 00:00:00'],
    ['40 14/1 * * *', '2000-01-01 14:40:00', '2000-01-01 15:40:00'],
    ['0 30 9 * jan Mon', '2024-12-31 00:00:00', '2025-01-06 09:30:00'],
    ['59 59 23 31 12 *', '2023-12-31 23:59:58.999', '2023-12-31 23:59:59'],
    ['59 59 23 31 12 *', '2023-12-31 23:59:59', '2024-12-31 23:59:59'],
  ])('of %s after %s is %s', (schedule, after, next) => {
    expect(occurrences(schedule, after, 1)).toEqual([next]);
  });

  it.each([
    ['0 0 0 * * MON-FRI', ['01-05', '01-08', '01-09', '01-10', '01-11', '01-12', '01-15']],
    ['0 0 0 * * FRI-MON', ['01-05', '01-08', '01-09', '01-10', '01-11', '01-12', '01-15']],
    ['0 0 0 * * 1/3', ['01-08', '01-11', '01-15', '01-18', '01-22', '01-25', '01-29']],
    ['0 0 0 1-10/4,20 * *', ['01-05', '01-09', '01-20', '02-01', '02-05', '02-09', '02-20']],
  ])('of %s comes on the days %j', (schedule, days) => {
    expect(occurrences(schedule, '2024-01-04 12:00:00', 7)).toEqual(days.map((day) => `2024-${day} 00:00:00`));
  });

  it.each([
    ['00:00:01', 1_000],
    ['00:05:00', 300_000],
    ['01:30', 5_400_000],
    ['1.00:00:00', 86_400_000],
    ['1:00:00:00', 86_400_000],
    ['24:00:00', 24 * 86_400_000],
    ['00:00:00.25', 250],
  ])('of %s comes %d milliseconds later', (schedule, milliseconds) => {
    expect(nextOccurrence(parseSchedule(schedule), 1_000_000_000_123)).toBe(1_000_000_000_123 + milliseconds);
  });

  it('is never for a day that no month has', () => {
    expect(nextOccurrence(parseSchedule('0 0 0 31 2 *'), 0)).toBe(Number.POSITIVE_INFINITY);
    expect(nextOccurrence(parseSchedule('0 0 0 31 4,6,9,11 *'), at('2024-01-01 00:00:00'))).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it('is never after the end of time', () => {
    expect(nextOccurrence(parseSchedule('* * * * * *'), 1e16)).toBe(Number.POSITIVE_INFINITY);
    expect(nextOccurrence(parseSchedule('* * * * * *'), Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is the first second that fits all fields', () => {
    const value = (least: number, most: number) =>
      fc.oneof(
        fc.constant('*'),
        fc.integer({ min: least, max: most }).map(String),
        fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: 1, max: 9 })).map((pair) => pair.join('/')),
        fc
          .tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }))
          .map((pair) => pair.join('-')),
      );
    const time = fc.tuple(value(0, 59), value(0, 59), value(0, 23));
    const fits = (text: string, number: number): boolean => {
      const [range = '', step] = text.split('/');
      const [low = '', high = low] = range.split('-');
      if (range === '*') return true;
      if (step !== undefined) return number >= Number(low) && (number - Number(low)) % Number(step) === 0;
      return number >= Math.min(Number(low), Number(high)) && number <= Math.max(Number(low), Number(high));
    };
    fc.assert(
      fc.property(time, fc.integer({ min: 0, max: 4e12 }), ([second, minute, hour], after) => {
        const next = nextOccurrence(parseSchedule(`${second} ${minute} ${hour} * * *`), after);
        let expected = Math.floor(after / 1_000) + 1;
        while (
          !fits(second, expected % 60) ||
          !fits(minute, Math.floor(expected / 60) % 60) ||
          !fits(hour, Math.floor(expected / 3_600) % 24)
        ) {
          expected++;
        }
        expect(next).toBe(expected * 1_000);
      }),
      { numRuns: 50 },
    );
  });
});

describe('parseSchedule', () => {
  it.each([
    ['0 0 25 * * *', 'The hour "25" of the schedule "0 0 25 * * *" cannot be read: 0 to 23.'],
    ['60 * * * *', 'The minute "60" of the schedule "60 * * * *" cannot be read: 0 to 59.'],
    ['* * 0 * *', 'The day "0" of the schedule "* * 0 * *" cannot be read: 1 to 31.'],
    ['* * * 13 *', 'The month "13" of the schedule "* * * 13 *" cannot be read: 1 to 12.'],
    ['* * * * 7', 'The weekday "7" of the schedule "* * * * 7" cannot be read: 0 to 6.'],
    ['* * * Foo *', 'The month "Foo" of the schedule "* * * Foo *" cannot be read: 1 to 12.'],
    ['* Mon * * *', 'The hour "Mon" of the schedule "* Mon * * *" cannot be read: 0 to 23.'],
    ['*/0 * * * *', 'The minute "*/0" of the schedule "*/0 * * * *" cannot be read: 0 to 59.'],
    ['1,,2 * * * *', 'The minute "" of the schedule "1,,2 * * * *" cannot be read: 0 to 59.'],
    ['*-5 * * * *', 'The minute "*-5" of the schedule "*-5 * * * *" cannot be read: 0 to 59.'],
    ['1x * * * *', 'The minute "1x" of the schedule "1x * * * *" cannot be read: 0 to 59.'],
    ['00:00:00', 'The schedule "00:00:00" is a time span of nothing.'],
  ])('refuses %s', (text, message) => {
    expect(() => parseSchedule(text)).toThrow(new Error(message));
  });

  it.each([
    '',
    '* * * *',
    '* * * * * * *',
    '@daily',
    '01:60:00',
    '00:00:60',
    '-00:05:00',
    '5',
    '1.24:00:00',
    '99999999.00:00:00',
  ])('refuses %j as neither expression nor time span', (text) => {
    expect(() => parseSchedule(text)).toThrow(
      `The schedule "${text}" is neither an NCRONTAB expression of five or six fields nor a time span like 00:05:00.`,
    );
  });

  it('answers any text with a schedule that goes on or a sentence', () => {
    const piece = fc.constantFrom(...'*/-,:. 01259J'.split(''), ' * ', 'MON');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), fc.integer({ min: 0, max: 4e12 }), (pieces, after) => {
        let next: number;
        try {
          next = nextOccurrence(parseSchedule(pieces.join('')), after);
        } catch (error) {
          expect(String(error)).toMatch(/^Error: The .+\.$/s);
          return;
        }
        expect(next).toBeGreaterThan(after);
      }),
      { numRuns: 2_000 },
    );
  });
});
