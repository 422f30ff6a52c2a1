/**
 * The schedules of timer functions: NCRONTAB expressions of five or six fields, and time spans.
 *
 * Day and day of the week both have to fit, unlike in Unix. Times are UTC. An expression that never comes true, such
 * as `0 0 0 31 2 *`, is allowed, for in Azure it is a usual way to write "never".
 */

export type Schedule =
  | { readonly kind: 'interval'; readonly milliseconds: number }
  | ({ readonly kind: 'cron' } & Readonly<Record<FieldName, ReadonlySet<number>>>);

type FieldName = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'weekday';
type Field = { readonly least: number; readonly most: number; readonly names?: readonly string[] };

const FIELDS: Readonly<Record<FieldName, Field>> = {
  second: { least: 0, most: 59 },
  minute: { least: 0, most: 59 },
  hour: { least: 0, most: 23 },
  day: { least: 1, most: 31 },
  month: {
    least: 1,
    most: 12,
    names: 'January February March April May June July August September October November December'.split(' '),
  },
  weekday: { least: 0, most: 6, names: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ') },
};
const ITEM = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/;
const TIME_SPAN = /^(?:(\d+)[.:])??(\d+):(\d+)(?::(\d+)(?:\.(\d{1,7}))?)?$/;
// The longest time span of .NET.
const MOST_DAYS = 10_675_199;
const SECOND = 1_000;
const DAY = 86_400 * SECOND;
// The calendar repeats itself after 400 years, weekdays included.
const DAYS_TO_SEARCH = 146_097 + 1;

/** Throws an Error which says in one sentence why a text is no schedule. */
export function parseSchedule(text: string): Schedule {
  const texts = text.trim().split(/\s+/);
  if (texts.length === 5) return parseCron(['0', ...texts], text);
  if (texts.length === 6) return parseCron(texts, text);
  const milliseconds = parseTimeSpan(text.trim());
  if (milliseconds !== undefined && milliseconds > 0) return { kind: 'interval', milliseconds };
  throw new Error(
    milliseconds === 0
      ? `The schedule "${text}" is a time span of nothing.`
      : `The schedule "${text}" is neither an NCRONTAB expression of five or six fields nor a time span like 00:05:00.`,
  );
}

/** The first time after another one, both in milliseconds; Infinity where there is none. */
export function nextOccurrence(schedule: Schedule, after: number): number {
  if (schedule.kind === 'interval') return after + schedule.milliseconds;
  const start = (Math.floor(after / SECOND) + 1) * SECOND;
  const firstDay = Math.floor(start / DAY);
  for (let day = firstDay; day < firstDay + DAYS_TO_SEARCH; day++) {
    const midnight = new Date(day * DAY);
    const isDue =
      schedule.month.has(midnight.getUTCMonth() + 1) &&
      schedule.day.has(midnight.getUTCDate()) &&
      schedule.weekday.has(midnight.getUTCDay());
    const time = isDue ? firstTimeOfDay(schedule, Math.max(0, start - day * DAY)) : undefined;
    if (time !== undefined) return day * DAY + time;
  }
  return Number.POSITIVE_INFINITY;
}

type TimeFields = Readonly<Record<'hour' | 'minute' | 'second', ReadonlySet<number>>>;

function firstTimeOfDay({ hour, minute, second }: TimeFields, earliest: number): number | undefined {
  for (const hours of hour) {
    if ((hours + 1) * 3_600 * SECOND <= earliest) continue;
    for (const minutes of minute) {
      const start = (hours * 60 + minutes) * 60 * SECOND;
      if (start + 60 * SECOND <= earliest) continue;
      for (const seconds of second) {
        if (start + seconds * SECOND >= earliest) return start + seconds * SECOND;
      }
    }
  }
  return undefined;
}

function parseCron(texts: readonly string[], whole: string): Schedule {
  const [second = '', minute = '', hour = '', day = '', month = '', weekday = ''] = texts;
  return {
    kind: 'cron',
    second: parseField('second', second, whole),
    minute: parseField('minute', minute, whole),
    hour: parseField('hour', hour, whole),
    day: parseField('day', day, whole),
    month: parseField('month', month, whole),
    weekday: parseField('weekday', weekday, whole),
  };
}

function parseField(name: FieldName, text: string, whole: string): ReadonlySet<number> {
  const field = FIELDS[name];
  const values = text.split(',').flatMap((item) => {
    const found = parseItem(field, item);
    if (found !== undefined) return found;
    throw new Error(
      `The ${name} "${item}" of the schedule "${whole}" cannot be read: ${field.least} to ${field.most}.`,
    );
  });
  return new Set(values.sort((a, b) => a - b));
}

function parseItem(field: Field, item: string): number[] | undefined {
  const match = ITEM.exec(item);
  if (match === null) return undefined;
  const [, start, end, step] = match;
  const first = start === undefined ? field.least : parseValue(field, start);
  const isOpen = start === undefined || (end === undefined && step !== undefined);
  const last = isOpen ? field.most : parseValue(field, end ?? start);
  const stride = Number(step ?? 1);
  if (first === undefined || last === undefined || stride === 0) return undefined;
  // NCrontab reads a range from the smaller to the larger end: FRI-MON is Monday to Friday.
  const [low, high] = first <= last ? [first, last] : [last, first];
  const values: number[] = [];
  for (let value = low; value <= high; value += stride) values.push(value);
  return values;
}

function parseValue(field: Field, text: string): number | undefined {
  if (!/^\d/.test(text)) {
    const position = field.names?.findIndex((name) => name.toLowerCase().startsWith(text.toLowerCase())) ?? -1;
    return position < 0 ? undefined : position + field.least;
  }
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= field.least && value <= field.most ? value : undefined;
}

function parseTimeSpan(text: string): number | undefined {
  const [, ...texts] = TIME_SPAN.exec(text) ?? [];
  if (texts.length === 0) return undefined;
  const [days, hours, minutes, seconds, fraction] = texts;
  // .NET takes 24:00:00 for 24 days, since there is no hour 24.
  if (days === undefined && seconds !== undefined && Number(hours) > 23) {
    return toMilliseconds(Number(hours), Number(minutes), Number(seconds), 0);
  }
  return toMilliseconds(Number(days ?? 0), Number(hours), Number(minutes), Number(`${seconds ?? 0}.${fraction ?? 0}`));
}

function toMilliseconds(days: number, hours: number, minutes: number, seconds: number): number | undefined {
  if (days > MOST_DAYS || hours > 23 || minutes > 59 || seconds >= 60) return undefined;
  return days * DAY + Math.round(((hours * 60 + minutes) * 60 + seconds) * SECOND);
}
