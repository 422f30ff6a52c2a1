import type { Clock } from '../../../../local/clock';
import { expressionError, NotSimulated } from '../language/m-error';
import { spoken } from '../language/types';
import { nullValue, number, type RecordValue, text, type Value } from '../language/values';
import { type Culture, cultureOf } from './culture';
import { functions, isNull, type Library, numberIn, textIn } from './define';
import { readTime, startOfDay, TICKS_PER_MINUTE, TICKS_PER_SECOND, ticksOfDay, writeTime } from './time-text';

export function toDate(value: Value, culture: Culture): Value {
  if (value.kind === 'null' || value.kind === 'date') return value;
  if (value.kind === 'text') return { kind: 'date', ticks: startOfDay(readTime(value.value, culture, 'Date').ticks) };
  if (value.kind === 'datetime' || value.kind === 'datetimezone')
    return { kind: 'date', ticks: startOfDay(value.ticks) };
  throw expressionError(`We cannot convert ${spoken(value)} to type Date.`);
}

export function toDateTime(value: Value, culture: Culture): Value {
  if (value.kind === 'null' || value.kind === 'datetime') return value;
  if (value.kind === 'date' || value.kind === 'datetimezone') return { kind: 'datetime', ticks: value.ticks };
  if (value.kind !== 'text') throw expressionError(`We cannot convert ${spoken(value)} to type DateTime.`);
  const { ticks, offsetMinutes, hasZone } = readTime(value.value, culture, 'DateTime');
  // The time of the machine it runs on: the zone of the service is UTC.
  return { kind: 'datetime', ticks: hasZone ? ticks - BigInt(offsetMinutes) * TICKS_PER_MINUTE : ticks };
}

export function toDateTimeZone(value: Value, culture: Culture): Value {
  if (value.kind === 'null' || value.kind === 'datetimezone') return value;
  if (value.kind === 'date' || value.kind === 'datetime') {
    return { kind: 'datetimezone', ticks: value.ticks, offsetMinutes: 0 };
  }
  if (value.kind !== 'text') throw expressionError(`We cannot convert ${spoken(value)} to type DateTimeZone.`);
  const { ticks, offsetMinutes } = readTime(value.value, culture, 'DateTimeZone');
  return { kind: 'datetimezone', ticks, offsetMinutes };
}

const USUAL_FORMATS: Readonly<Record<string, readonly [monthFirst: string, dayFirst: string]>> = {
  date: ['M/d/yyyy', 'dd/MM/yyyy'],
  time: ['HH:mm:ss', 'HH:mm:ss'],
  datetime: ['M/d/yyyy HH:mm:ss', 'dd/MM/yyyy HH:mm:ss'],
  datetimezone: ['M/d/yyyy HH:mm:ss zzz', 'dd/MM/yyyy HH:mm:ss zzz'],
};

export function timeText(value: Value, culture: Culture): string {
  if (value.kind === 'duration') throw new NotSimulated('durations as text');
  if (!('ticks' in value)) throw expressionError(`We cannot convert ${spoken(value)} to type Text.`);
  const [monthFirst = '', dayFirst = ''] = USUAL_FORMATS[value.kind] ?? [];
  const offset = value.kind === 'datetimezone' ? value.offsetMinutes : 0;
  return writeTime(value.ticks, culture.dayFirst ? dayFirst : monthFirst, offset);
}

/** `options` is a format, or a record with `Format` and `Culture`. */
async function formatted(value: Value, options: Value, culture: Value, ofUser: string): Promise<Value> {
  if (value.kind === 'null') return nullValue;
  if (!('ticks' in value)) throw expressionError(`We cannot convert ${spoken(value)} to a time.`);
  const field = async (record: RecordValue, name: string) => (await record.fields.get(name)?.()) ?? nullValue;
  const format = options.kind === 'record' ? await field(options, 'Format') : options;
  const named = options.kind === 'record' ? await field(options, 'Culture') : culture;
  if (isNull(format)) return text(timeText(value, cultureOf(named, ofUser)));
  cultureOf(named, ofUser);
  return text(writeTime(value.ticks, textIn(format), value.kind === 'datetimezone' ? value.offsetMinutes : 0));
}

function duration([days, hours, minutes, seconds]: readonly number[]): Value {
  const whole = ((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0);
  return { kind: 'duration', ticks: BigInt(Math.round((whole * 60 + (seconds ?? 0)) * Number(TICKS_PER_SECOND))) };
}

function day(year: Value, month: Value, dayOfMonth: Value): bigint {
  const ticks = ticksOfDay(numberIn(year), numberIn(month), numberIn(dayOfMonth));
  if (ticks === undefined) throw expressionError('The Date value must specify a valid year, month, and day.');
  return ticks;
}

const clockTime = (hour: Value, minute: Value, second: Value): bigint =>
  BigInt(Math.round(((numberIn(hour) * 60 + numberIn(minute)) * 60 + numberIn(second)) * Number(TICKS_PER_SECOND)));

const YMD = 'year: number, month: number, day: number';
const HMS = 'hour: number, minute: number, second: number';

export const timeFunctions = (ofUser: string, clock: Clock): Library =>
  functions({
    '#date': [YMD, (y, m, d) => ({ kind: 'date', ticks: day(y, m, d) })],
    '#datetime': [
      `${YMD}, ${HMS}`,
      (y, mo, d, h, mi, s) => ({ kind: 'datetime', ticks: day(y, mo, d) + clockTime(h, mi, s) }),
    ],
    '#datetimezone': [
      `${YMD}, ${HMS}, offsetHours: number, offsetMinutes: number`,
      (y, mo, d, h, mi, s, offsetHours, offsetMinutes) => ({
        kind: 'datetimezone',
        ticks: day(y, mo, d) + clockTime(h, mi, s),
        offsetMinutes: numberIn(offsetHours) * 60 + numberIn(offsetMinutes),
      }),
    ],
    '#duration': [
      `days: number, hours: number, minutes: number, seconds: number`,
      (...parts) => duration(parts.map(numberIn)),
    ],
    'Duration.TotalSeconds': [
      'duration: nullable duration',
      (value) => (value.kind === 'duration' ? number(Number(value.ticks) / Number(TICKS_PER_SECOND)) : nullValue),
    ],
    'Date.From': ['value: any, optional culture: text', (value, culture) => toDate(value, cultureOf(culture, ofUser))],
    'DateTimeZone.FromText': [
      'text: nullable text, optional options: any',
      (value, culture) => toDateTimeZone(value, cultureOf(culture, ofUser)),
    ],
    'DateTimeZone.ToUtc': [
      'dateTimeZone: nullable datetimezone',
      (value) =>
        value.kind === 'datetimezone'
          ? { ...value, ticks: value.ticks - BigInt(value.offsetMinutes) * TICKS_PER_MINUTE, offsetMinutes: 0 }
          : nullValue,
    ],
    'DateTimeZone.RemoveZone': [
      'dateTimeZone: nullable datetimezone',
      (value): Value => (value.kind === 'datetimezone' ? { kind: 'datetime', ticks: value.ticks } : nullValue),
    ],
    'DateTimeZone.UtcNow': [
      '',
      () => ({ kind: 'datetimezone', ticks: BigInt(clock.now()) * 10_000n, offsetMinutes: 0 }),
    ],
    'Date.ToText': [
      'value: nullable date, optional options: any, optional culture: text',
      (value, options, culture) => formatted(value, options, culture, ofUser),
    ],
    'DateTime.ToText': [
      'value: nullable datetime, optional options: any, optional culture: text',
      (value, options, culture) => formatted(value, options, culture, ofUser),
    ],
    'DateTimeZone.ToText': [
      'value: nullable datetimezone, optional options: any, optional culture: text',
      (value, options, culture) => formatted(value, options, culture, ofUser),
    ],
  });
