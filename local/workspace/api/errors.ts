import type { HttpResponse } from '../../http';
import type { RefusalCode } from '../simulation/refusal';
import { Refusal } from '../simulation/refusal';
import { json } from './json';
import { ScimRefusal, scimError } from './scim';

/** Databricks spells "not found" in two ways, depending on how old the part of it is that answers. */
export type NotFoundSpelling = 'old400' | 'new404';

export class NotFound extends Error {
  constructor(what: 'Run' | 'Job', id: bigint) {
    super(`${what} ${id} does not exist.`);
  }
}

export class PermissionDenied extends Error {}

const STATUS: Record<RefusalCode, number> = {
  INVALID_PARAMETER_VALUE: 400,
  INVALID_STATE: 400,
  MALFORMED_REQUEST: 400,
  ENDPOINT_NOT_FOUND: 404,
  NOT_FOUND: 404,
  RESOURCE_DOES_NOT_EXIST: 404,
  RESOURCE_CONFLICT: 409,
  REQUEST_LIMIT_EXCEEDED: 429,
};

const RETRY_AFTER_SECONDS = '1';

/** Undefined for what is no answer of the workspace but a mistake in it. */
export function errorResponse(error: unknown, spelling: NotFoundSpelling): HttpResponse | undefined {
  if (error instanceof NotFound) {
    return spelling === 'new404'
      ? json(404, { message: error.message })
      : json(400, { error_code: 'INVALID_PARAMETER_VALUE', message: error.message });
  }
  if (error instanceof PermissionDenied) return json(403, { error_code: 'PERMISSION_DENIED', message: error.message });
  if (error instanceof ScimRefusal) return scimError(error);
  if (!(error instanceof Refusal)) return undefined;
  const { code, message } = error;
  const headers = code === 'REQUEST_LIMIT_EXCEEDED' ? { 'retry-after': RETRY_AFTER_SECONDS } : {};
  return json(STATUS[code], { error_code: code, message }, headers);
}
