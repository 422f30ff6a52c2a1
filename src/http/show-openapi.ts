import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { openApiDocument } from '../contract/openapi/document';
import type { App } from './app';

let kept: { origin: string; text: string } | undefined;

/** `GET /openapi.json`. It is the same as long as the app runs. */
export function showOpenApi(_request: HttpRequest, { origin }: App): HttpResponseInit {
  if (kept?.origin !== origin) kept = { origin, text: JSON.stringify(openApiDocument(`${origin}/api`)) };
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: kept.text };
}
