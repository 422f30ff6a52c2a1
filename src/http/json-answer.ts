import type { HttpResponseInit } from '@azure/functions';

/** Any value as JSON. As a `jsonBody`, null would be no body at all. */
export function jsonAnswer(value: unknown, headers: Readonly<Record<string, string>> = {}): HttpResponseInit {
  return { status: 200, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}
