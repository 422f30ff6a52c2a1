import { RestError } from '@azure/data-tables';

/** `TableNotFound`, `ECONNREFUSED` and so on. A table says it elsewhere than a transaction or a blob does. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof RestError)) return undefined;
  const details = error.details as { odataError?: { code?: string } } | undefined;
  return error.code ?? details?.odataError?.code;
}

export function errorStatus(error: unknown): number | undefined {
  return error instanceof RestError ? error.statusCode : undefined;
}
