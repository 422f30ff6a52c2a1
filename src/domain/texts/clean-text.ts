/**
 * Any text from outside, fit to be shown. Errors and traces above all: Databricks passes on what the notebook's shell
 * printed, with its colours, and puts no limit on it.
 */

const ESC = '\\u001b';
/** What may not stand inside of a sequence; it keeps a search for the end from starting over and over. */
const C1 = '\\u001b\\u0080-\\u009f';
// Unfinished sequences lose their first characters only, so that what stands behind them is kept.
const TERMINAL_SEQUENCE = new RegExp(
  [
    `(?:${ESC}\\[|\\u009b)[0-?]*[ -/]*[@-~]`, // colours, movements of the cursor
    `(?:${ESC}\\]|\\u009d)[^\\u0007${C1}]*(?:\\u0007|${ESC}\\\\|\\u009c)`, // titles, links
    `(?:${ESC}[PX^_]|[\\u0090\\u0098\\u009e\\u009f])[^${C1}]*(?:${ESC}\\\\|\\u009c)`, // strings to devices
    `${ESC}[ -/]*[0-~]`,
  ].join('|'),
  'g',
);
const LINE_BREAK = /\r\n|[\r\u0085\u2028\u2029]/g;
const CONTROL_CHARACTER = /(?![\n\t])\p{Cc}/gu;
const HALF_A_CHARACTER_LAST = /[\ud800-\udbff]$/;
const HALF_A_CHARACTER_FIRST = /^[\udc00-\udfff]/;
/** Of the room that a trace has, what its beginning may take: the cause stands at the end. */
const SHARE_OF_BEGINNING = 1 / 3;
/** With less than this, in UTF-16 units, there is no use in showing two ends. */
const LEAST_ROOM = 60;

/** Without terminal sequences and control characters, and cut to at most this many UTF-16 units. */
export function cleanText(text: string, most: number): string {
  return cutEnd(clean(text), most);
}

/** Cleaned, and if it is too long, cut in the middle. */
export function cleanTrace(trace: string, most: number): string {
  const text = clean(trace);
  if (text.length <= most) return text;
  const room = most - `\n${noteOn(text.length, 'character')}\n`.length;
  if (room < LEAST_ROOM) return cutEnd(text, most);
  const start = Math.floor(room * SHARE_OF_BEGINNING);
  const beginning = beginningOf(text, start);
  const end = endOf(text, room - start);
  const leftOut = text.slice(beginning.length, text.length - end.length);
  return `${beginning.trimEnd()}\n${noteOf(leftOut, beginning)}\n${end.replace(/^\n+/, '')}`;
}

function clean(text: string): string {
  return text
    .replace(TERMINAL_SEQUENCE, '')
    .replace(LINE_BREAK, '\n')
    .replace(CONTROL_CHARACTER, '')
    .toWellFormed()
    .trim();
}

function cutEnd(text: string, most: number): string {
  if (text.length <= most) return text;
  if (most < 1) return '';
  return `${wholeStart(text, most - 1).trimEnd()}…`;
}

/** Whole lines, unless that would leave less than half of the room in use. */
function beginningOf(text: string, room: number): string {
  const lineEnd = text.lastIndexOf('\n', room - 1) + 1;
  return lineEnd > room / 2 ? text.slice(0, lineEnd) : wholeStart(text, room);
}

function endOf(text: string, room: number): string {
  const from = text.length - room;
  const lineStart = text.indexOf('\n', from - 1) + 1;
  const isWorthIt = lineStart > 0 && text.length - lineStart > room / 2;
  return text.slice(isWorthIt ? lineStart : from).replace(HALF_A_CHARACTER_FIRST, '');
}

function wholeStart(text: string, length: number): string {
  return text.slice(0, length).replace(HALF_A_CHARACTER_LAST, '');
}

function noteOf(leftOut: string, beginning: string): string {
  const isWholeLines = beginning.endsWith('\n') && leftOut.endsWith('\n');
  return isWholeLines ? noteOn(leftOut.split('\n').length - 1, 'line') : noteOn(leftOut.length, 'character');
}

function noteOn(count: number, unit: string): string {
  return `… (${count} ${unit}${count === 1 ? '' : 's'} left out) …`;
}
