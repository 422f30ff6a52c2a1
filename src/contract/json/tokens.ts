import type { Place } from './place';
import { type JsonRefused, notJson } from './refused';

const BLANKS = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const WORD = /true|false|null/y;
/** A number or a word that goes on after its end was something else: `01`, `1.`, `truer`. */
const GOES_ON = /[\w.]/y;
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const CLOSING = /[}\]]/y;
/** What people write in place of JSON, and what to tell them. */
const LOOKALIKES: readonly (readonly [start: RegExp, complaint: string])[] = [
  [/['‘’“”«»`]/y, 'text has to stand in straight double quotes'],
  [/\/[/*]|#/y, 'comments are not allowed'],
  [/-?(?:NaN|Infinity)/y, 'NaN and Infinity are not allowed'],
  [/True|False|None|NULL/y, 'true, false and null are written in small letters'],
];

export function skipBlanks(place: Place): void {
  place.at += matching(BLANKS, place).length;
}

/** Reads a character if it is the next one. */
export function accept(place: Place, character: string): boolean {
  if (!place.text.startsWith(character, place.at)) return false;
  place.at++;
  return true;
}

export function readString(place: Place): string {
  const start = place.at;
  const end = endOfString(place);
  const text = place.text.slice(start, end);
  const value = text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
  // Half a surrogate pair can't be written as UTF-8, so it can't be passed on as it is.
  if (!value.isWellFormed()) throw notJson(place, 'a \\u escape stands for half of a character only');
  place.at = end;
  return value;
}

/**
 * A true, false, null or number. An integer that a number would round stays text, with all of its digits. None has an
 * exponent, because nobody means `1e3` as the id of a job.
 */
export function readScalar(place: Place): unknown {
  const word = matching(WORD, place);
  if (word !== '') return take(place, word, WORDS.get(word));
  const digits = matching(NUMBER, place);
  if (digits === '') throw missing(place, 'a value');
  if (/e/i.test(digits)) throw notJson(place, 'a number is written with an exponent; write all of its digits');
  const number = Number(digits);
  if (!Number.isFinite(number)) throw notJson(place, 'a number is too large');
  if (Number.isInteger(number) && /\.0*[1-9]/.test(digits)) {
    throw notJson(place, 'a number has more digits behind its point than can be kept');
  }
  return take(place, digits, Number.isSafeInteger(number) || !/^-?\d+$/.test(digits) ? number : digits);
}

/** Says that something else stands where this was expected, and which usual mistake it looks like. */
export function unexpected(place: Place, expected: string): JsonRefused {
  if (place.at >= place.text.length) return notJson(place, `it ends where ${expected} was expected`);
  const complaint = LOOKALIKES.find(([start]) => matching(start, place) !== '')?.[1];
  return notJson(place, complaint ?? `${expected} was expected`);
}

/** The same for a field or value, where a comma too many is the most usual mistake. */
export function missing(place: Place, expected: string): JsonRefused {
  if (matching(CLOSING, place) === '') return unexpected(place, expected);
  return notJson(place, `a bracket closes where ${expected} was expected; is there a comma too many?`);
}

/** Where a string that starts here is over. */
function endOfString(place: Place): number {
  const { text } = place;
  for (let at = place.at + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') return at + 1;
    if (character < ' ') throw notJson(place, 'a line break, tab or control character in a text is not escaped', at);
    if (character !== '\\') continue;
    const escaped = matching(ESCAPE, { text, at });
    if (escaped === '') throw notJson(place, 'a backslash in a text starts no known escape (write \\\\ for one)', at);
    at += escaped.length - 1;
  }
  throw notJson(place, 'a text that starts here has no end');
}

function take(place: Place, token: string, value: unknown): unknown {
  const end = place.at + token.length;
  if (matching(GOES_ON, { text: place.text, at: end }) !== '') {
    throw notJson(place, 'a number or word is not written as in JSON');
  }
  place.at = end;
  return value;
}

/** What of a text fits a sticky pattern right here. */
function matching(pattern: RegExp, { text, at }: Pick<Place, 'text' | 'at'>): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
