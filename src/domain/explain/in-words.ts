import { oneLine } from '../texts/one-line';

/** "45 seconds", "4 minutes", "1 hour 5 minutes", "2 days 3 hours": no more exact than anybody needs it. */
export function lengthInWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90 && seconds !== 60) return count(seconds, 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return count(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return both(count(hours, 'hour'), minutes % 60, 'minute');
  return both(count(Math.floor(hours / 24), 'day'), hours % 24, 'hour');
}

const both = (first: string, rest: number, unit: string) => (rest === 0 ? first : `${first} ${count(rest, unit)}`);

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** "6%": how much of a whole. */
export const shareInWords = (part: number, whole: number): string =>
  `${whole <= 0 ? 0 : Math.min(100, Math.round((part / whole) * 100))}%`;

/** "a", "a and b", "a, b and c", "a, b, c and 4 more". */
export function listInWords(names: readonly string[], most = 5): string {
  const shown = names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

/** What somebody else has said, as a part of a sentence or a sentence of its own. */
export const quoted = (text: string): string => oneLine(text).replace(/[.!?\s]+$/, '');

/** The same as the rest of a sentence, if there is anything. */
export const saying = (text: string): string => (quoted(text) ? `: ${quoted(text)}` : '');

/** "12:04 UTC", or with the day if that is another one than the day of `today`. */
export function timeInWords(at: number, today: number): string {
  const [day = '', time = ''] = new Date(at).toISOString().split('T');
  const isToday = new Date(today).toISOString().startsWith(day);
  return `${isToday ? '' : `${day} `}${time.slice(0, 5)} UTC`;
}

/** Trifles are left out, and what is no more than a small part of the whole. */
export const isWorthTelling = (ms: number, whole: number): boolean => ms >= 10_000 && ms * 20 >= whole;
