import type { HttpResponse } from '../../http';
import { stringifyJson } from '../int64-json';

export function json(status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: stringifyJson(body) };
}
