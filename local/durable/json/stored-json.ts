import { parseLenientJson } from './lenient-json';

/** Stored texts are JSON, but for the plain sentences of failures and reasons: those are shown as strings. */
export function parseStored(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text); // what we wrote ourselves may be as deep as it was
  } catch {
    // not JSON in the strict sense
  }
  try {
    return parseLenientJson(text);
  } catch {
    return text;
  }
}
