import { type MError, mError } from '../language/m-error';
import { recordOfValues, text } from '../language/values';

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  422: 'Unprocessable Entity',
  424: 'Failed Dependency',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export const sourceError = (message: string, url: string): MError =>
  mError(
    'DataSource.Error',
    message,
    recordOfValues({ DataSourceKind: text('Web'), DataSourcePath: text(url.split('?')[0] ?? ''), Url: text(url) }),
  );

/** What the answer said is not told. */
export function statusError(status: number, url: string): MError {
  if (status === 401) {
    return sourceError("We couldn't authenticate with the credentials provided. Please try again.", url);
  }
  if (status === 403) return sourceError('Access to the resource is forbidden.', url);
  return sourceError(
    `Web.Contents failed to get contents from '${url}' (${status}): ${REASONS[status] ?? 'Unknown'}`,
    url,
  );
}
