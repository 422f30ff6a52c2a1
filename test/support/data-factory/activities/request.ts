import { isArray, isObject, type Json, type JsonObject } from '../json';
import { failed, type Outcome } from '../runs/outcome';
import type { WebRequest } from '../services/web';

/** The request of an activity, or why it can't be made. */
export function readRequest(input: JsonObject, url: string, more: Record<string, string>): WebRequest | Outcome {
  const { method, headers = {}, body } = input;
  if (!/^https?:$/.test(urlOf(url)?.protocol ?? '')) return failed('2108', `'${url}' is no address`);
  if (!isObject(headers)) return failed('2108', 'The headers are no object');
  const wrong = Object.entries(headers).find(([, value]) => typeof value !== 'string');
  if (wrong) return failed('2108', `The header ${wrong[0]} is no text`);
  if (isArray(body)) return failed('2108', 'The body must not be an array');
  return {
    method: String(method),
    url,
    headers: { ...(headers as Record<string, string>), ...more },
    ...(body !== undefined && { body: textOf(body) }),
  };
}

const textOf = (body: Json): string => (typeof body === 'string' ? body : JSON.stringify(body));

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
