import { toDotnetJson } from './dotnet-text';
import { parseLenientJson } from './lenient-json';

// Node 22 has both; the compiler's library does not declare them yet.
const { parse, rawJSON } = JSON as unknown as {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
  rawJSON(text: string): unknown;
};

/**
 * JSON as Newtonsoft.Json writes it again after reading it. Unlike a round trip through JavaScript this keeps whole
 * numbers of any length, and the difference between 1 and 1.0. Throws InvalidJsonError.
 */
export function rewriteJson(text: string): string {
  let value: unknown;
  try {
    value = parse(text, (_key, part, { source }) =>
      typeof part === 'number' && source ? rawJSON(rewriteNumber(source)) : part,
    );
  } catch {
    value = parseLenientJson(text);
  }
  return toDotnetJson(value);
}

function rewriteNumber(source: string): string {
  if (/^-?\d+$/.test(source)) return source === '-0' ? '0' : source;
  const text = toDotnetJson(Number(source));
  return /[.E]/.test(text) ? text : `${text}.0`;
}
