import { dataFormatError } from '../language/m-error';
import { type DateTimeZoneValue, text } from '../language/values';
import type { Culture } from './culture';

export const TICKS_PER_SECOND = 10_000_000n;
export const TICKS_PER_MINUTE = 60n * TICKS_PER_SECOND;
const TICKS_PER_DAY = 86_400n * TICKS_PER_SECOND;
const TICKS_PER_MS = 10_000n;

/** Undefined where there is no such day. */
export function ticksOfDay(year: number, month: number, day: number): bigint | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isThere = year >= 1 && year <= 9999 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isThere ? BigInt(date.getTime()) * TICKS_PER_MS : undefined;
}

export const startOfDay = (ticks: bigint): bigint => ticks - timeOfDay(ticks);
const timeOfDay = (ticks: bigint): bigint => ((ticks % TICKS_PER_DAY) + TICKS_PER_DAY) % TICKS_PER_DAY;

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?(Z|[+-]\d\d:\d\d)?$/;

/** A point in time as it is written in ISO 8601, or as people write a day there. */
export function readTime(
  written: string,
  { dayFirst }: Culture,
  kind: string,
): DateTimeZoneValue & { hasZone: boolean } {
  const wrong = () => dataFormatError(`We couldn't parse the input provided as a ${kind} value.`, text(written));
  const iso = ISO.exec(written.trim());
  if (!iso) {
    const [, one = '', two = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(written.trim()) ?? [];
    const day = ticksOfDay(Number(year), Number(dayFirst ? two : one), Number(dayFirst ? one : two));
    if (day === undefined) throw wrong();
    return { kind: 'datetimezone', ticks: day, offsetMinutes: 0, hasZone: false };
  }
  const [, year, month, day, hours = '0', minutes = '0', seconds = '0', fraction = '', zone] = iso;
  const date = ticksOfDay(Number(year), Number(month), Number(day));
  if (date === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) throw wrong();
  const inSeconds = BigInt(hours) * 3600n + BigInt(minutes) * 60n + BigInt(seconds);
  const parts = BigInt(fraction.slice(0, 7).padEnd(7, '0'));
  const ticks = date + inSeconds * TICKS_PER_SECOND + parts;
  return { kind: 'datetimezone', ticks, offsetMinutes: readOffset(zone), hasZone: zone !== undefined };
}

function readOffset(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return zone.startsWith('-') ? -minutes : minutes;
}

/** By a format such as `yyyy-MM-dd'T'HH:mm:ss.FFFFFFF`. */
export function writeTime(ticks: bigint, format: string, offsetMinutes = 0): string {
  const { year, month, day } = dayOf(ticks);
  const inDay = timeOfDay(ticks);
  const fraction = String(inDay % TICKS_PER_SECOND).padStart(7, '0');
  const seconds = Number(inDay / TICKS_PER_SECOND);
  const offset = Math.abs(offsetMinutes);
  const two = (value: number) => String(value).padStart(2, '0');
  const parts: Readonly<Record<string, string>> = {
    yyyy: String(year).padStart(4, '0'),
    MM: two(month),
    M: String(month),
    dd: two(day),
    d: String(day),
    HH: two(Math.floor(seconds / 3600)),
    mm: two(Math.floor(seconds / 60) % 60),
    ss: two(seconds % 60),
    fffffff: fraction,
    fff: fraction.slice(0, 3),
    zzz: `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(offset / 60))}:${two(offset % 60)}`,
  };
  return format.replace(/'([^']*)'|\.?F{7}|([a-zA-Z])\2*|[^a-zA-Z']/g, (token, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted;
    if (token.endsWith('F')) {
      const short = fraction.replace(/0+$/, '');
      return short === '' ? '' : `${token.startsWith('.') ? '.' : ''}${short}`; // the point goes with the digits
    }
    const part = parts[token];
    if (part === undefined && /[a-zA-Z]/.test(token)) throw new SyntaxError(`${token} is no part of a time.`);
    return part ?? token;
  });
}

function dayOf(ticks: bigint): { year: number; month: number; day: number } {
  const date = new Date(Number(startOfDay(ticks) / TICKS_PER_MS));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
