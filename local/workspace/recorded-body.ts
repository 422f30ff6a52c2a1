import { fingerprint, isSecretField } from './credential';

const MOST_BYTES = 64 * 1024;

/**
 * What a request log keeps of a body: JSON as values, a form as its fields, else text. Ids stay as they were written
 * where a number of JavaScript would lose digits. Secrets are replaced by their fingerprints.
 */
export function recordedBody(body: Buffer, contentType: string): unknown {
  if (body.length === 0) return undefined;
  if (body.length > MOST_BYTES) return `(${body.length} bytes)`;
  const text = body.toString('utf8');
  try {
    return JSON.parse(text, reviveSafely); // first of all: curl calls everything a form
  } catch {
    return contentType.startsWith('application/x-www-form-urlencoded') ? recordedQuery(text) : text;
  }
}

/** The fields of a query or a form, those with a secret name by their fingerprint. */
export function recordedQuery(query: string): Record<string, string> {
  const fields = [...new URLSearchParams(query)];
  return Object.fromEntries(fields.map(([name, value]) => [name, isSecretField(name) ? fingerprint(value) : value]));
}

function reviveSafely(name: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value === 'string' && isSecretField(name)) return fingerprint(value);
  if (typeof value !== 'number' || !context?.source) return value;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? context.source : value;
}
