// Job and run ids are int64 and often do not fit a JavaScript number. Node 22 can read a number as it was written and
// write one digit by digit; the compiler's library does not declare either yet.
const { parse, rawJSON } = JSON as unknown as {
  parse(text: string, reviver: (name: string, part: unknown, context: { source?: string }) => unknown): unknown;
  rawJSON(text: string): unknown;
};

/** The reviver costs time for every value, so it is used only where a number could be too long. Digits behind a point are none of it. */
const LONG_DIGITS = /(?<![.\d])\d{16}/;
const INTEGER = /^-?(?:0|[1-9]\d*)$/;

/** Like `JSON.parse`, but an integer that a number would round becomes its digits, as text. */
export function parseJson(text: string): unknown {
  if (!LONG_DIGITS.test(text)) return JSON.parse(text);
  return parse(text, (_name, part, { source }) =>
    typeof part === 'number' && !Number.isSafeInteger(part) && source && INTEGER.test(source) ? source : part,
  );
}

/** What `JSON.stringify` writes as a bare number with all of its digits. Text that is no integer stays text. */
export function rawNumber(digits: string): unknown {
  return INTEGER.test(digits) ? rawJSON(digits) : digits;
}
