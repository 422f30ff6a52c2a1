// Job and run ids are int64 and often do not fit a JavaScript number. Node 22 can read a number as it was written and
// write one digit by digit; the compiler's library does not declare either yet.
const { parse, rawJSON } = JSON as unknown as {
  parse(text: string, reviver: (name: string, part: unknown, context: { source?: string }) => unknown): unknown;
  rawJSON(text: string): unknown;
};

/** The reviver costs time for every value, so it is used only where a number could be too long. */
const LONG_DIGITS = /\d{16}/;

/** Like `JSON.parse`, but an integer that a number would round becomes a bigint. */
export function parseJson(text: string): unknown {
  if (!LONG_DIGITS.test(text)) return JSON.parse(text);
  return parse(text, (_name, part, { source }) =>
    typeof part === 'number' && !Number.isSafeInteger(part) && source && /^-?\d+$/.test(source) ? BigInt(source) : part,
  );
}

/** Like `JSON.stringify`, but a bigint is written as a bare number with all of its digits. */
export function stringifyJson(value: unknown): string {
  return JSON.stringify(value, (_name, part) => (typeof part === 'bigint' ? rawJSON(String(part)) : part));
}
