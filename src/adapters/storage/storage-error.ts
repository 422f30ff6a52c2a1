import { RestError } from '@azure/data-tables';

/** `TableNotFound`, `ECONNREFUSED` and so on. A table says it elsewhere than a transaction or a blob does. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof RestError)) return undefined;
  const details = error.details as { odataError?: { code?: string } } | undefined;
  return error.code ?? details?.odataError?.code;
}

/** Whether the same request may be answered later: nothing came back, or the account refuses everything for now. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof RestError)) return false;
  const { statusCode = 503 } = error;
  return statusCode >= 500 || [401, 403, 408, 429].includes(statusCode); // 401, 403: a role that was given just now
}

export function errorStatus(error: unknown): number | undefined {
  return error instanceof RestError ? error.statusCode : undefined;
}
