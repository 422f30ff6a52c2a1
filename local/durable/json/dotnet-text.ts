/**
 * Text as the real engine, which is .NET, spells it.
 *
 * The Durable extension parses what a worker hands it and writes it again with Newtonsoft.Json; answers and histories
 * show that second spelling, and the recorded ones are compared byte by byte.
 */

// Node 22 has JSON.rawJSON; the compiler's library does not declare it yet.
const { rawJSON } = JSON as typeof JSON & { rawJSON(text: string): unknown };

/** Extreme numbers, and halves of surrogate pairs. */
const MAY_BE_SPELT_OTHERWISE = /\de[+-]|0\.0000|\\ud[89a-f]/;
const LINE_BREAKS_NEWTONSOFT_ESCAPES = /[\u0085\u2028\u2029]/g;
const ISO_DATE_TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d{1,7})?([Zz]|[+-]\d\d(?::?\d\d)?)?$/;
const MINUTE_IN_MS = 60_000;

/** The JSON text of a value, as Newtonsoft.Json writes it after having parsed what JSON.stringify made of it. */
export function toDotnetJson(value: unknown): string {
  const plainText = JSON.stringify(value) ?? 'null';
  const text = MAY_BE_SPELT_OTHERWISE.test(plainText)
    ? JSON.stringify(value, (_key, part) => respelt(part))
    : plainText;
  return text.replace(LINE_BREAKS_NEWTONSOFT_ESCAPES, toUnicodeEscape);
}

/** Half a surrogate pair does not survive UTF-8. */
function respelt(part: unknown): unknown {
  if (typeof part === 'string') return part.toWellFormed();
  return isExtreme(part) ? rawJSON(toDotnetExponent(part)) : part;
}

/** Whether Newtonsoft.Json, left to its defaults, takes a JSON string for a date. */
export function isIsoDate(text: string): boolean {
  return parseIsoDate(text) !== undefined;
}

/** A date as DateTime.ToString writes it in UTC and the invariant culture; any other text comes back unchanged. */
export function toDotnetDateText(iso: string): string {
  const time = parseIsoDate(iso);
  if (time === undefined) return iso;
  const [date = '', clock = ''] = new Date(time).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${month}/${day}/${year} ${clock.slice(0, 'HH:mm:ss'.length)}`;
}

// JSON.stringify switches to an exponent above 1e21 and below 1e-6, .NET below 1e-4 already. Whole numbers up to 1e21
// reach .NET as digits and are kept as an Int64 or a BigInteger.
function isExtreme(part: unknown): part is number {
  if (typeof part !== 'number' || !Number.isFinite(part) || part === 0) return false;
  const size = Math.abs(part);
  return size >= 1e21 || size < 1e-4;
}

function toDotnetExponent(number: number): string {
  const [digits, exponent = ''] = number.toExponential().split('e');
  return `${digits}E${exponent.charAt(0)}${exponent.slice(1).padStart(2, '0')}`;
}

function toUnicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function parseIsoDate(text: string): number | undefined {
  const [, date, clock = '', fraction = '', zone = ''] = ISO_DATE_TIME.exec(text) ?? [];
  if (date === undefined || date.startsWith('0000') || !isCalendarDay(date)) return undefined;
  if (clock.startsWith('24') && Number(fraction) > 0) return undefined;
  const time = Date.parse(`${date}T${clock}Z`);
  return Number.isNaN(time) ? undefined : time - zoneOffset(zone);
}

function isCalendarDay(date: string): boolean {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date);
}

function zoneOffset(zone: string): number {
  if (!/^[+-]/.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', ''));
  return (zone.startsWith('-') ? -minutes : minutes) * MINUTE_IN_MS;
}
