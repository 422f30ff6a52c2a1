const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)?$/;
const MIDNIGHT = /^00:00(:00(\.0+)?)?$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A day that is in the calendar. The year 0 is not: neither SQL nor Power Query knows it. */
export function isIsoDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text)?.map(Number) ?? [];
  return !!year && !!month && !!day && day <= daysOf(year, month);
}

/** A blank may stand in place of the T, as Python and SQL write it. */
export function isIsoDateTime(text: string): boolean {
  return (text[10] === 'T' || text[10] === ' ') && isIsoDate(text.slice(0, 10)) && TIME.test(text.slice(11));
}

export const withT = (dateTime: string) => `${dateTime.slice(0, 10)}T${dateTime.slice(11)}`;

/** A midnight of no particular zone says no more than its date. */
export function isMidnight(text: string): boolean {
  return isIsoDateTime(text) && MIDNIGHT.test(text.slice(11));
}

function daysOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
}
