import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { openApiDocument } from '../../../contract/openapi/document';
import type { App } from '../../app';
import { refuseUnknownOptions } from '../../reading/query';

/** `GET /openapi.json`. */
export function showOpenApi({ query }: HttpRequest, { origin }: App): HttpResponseInit {
  refuseUnknownOptions(query, []);
  return { status: 200, jsonBody: openApiDocument(`${origin}/api`) };
}
