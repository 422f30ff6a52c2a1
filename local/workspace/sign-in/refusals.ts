import type { HttpResponse } from '../../http';
import { json } from '../api/json';

/** The same has been told in three ways over the years, each with a status of its own. */
export const EXPIRED_SPELLINGS = ['invalid403', 'expired401', 'jwt400'] as const;

export type ExpiredSpelling = (typeof EXPIRED_SPELLINGS)[number];

/** Here the error code is a number: one more form that clients have to live with. */
export const noTokenResponse = () =>
  json(401, { error_code: 401, message: 'Credential was not sent or was of an unsupported type for this API.' });

export const unknownTokenResponse = () => numbered(403, 'Invalid access token.');

/** Of a token that is over, or nearly so: `msLeft` is not enough for Databricks. */
export function expiredTokenResponse(
  spelling: ExpiredSpelling,
  { path, endsAt, msLeft }: { path: string; endsAt: number; msLeft: number },
): HttpResponse {
  const end = new Date(endsAt).toISOString();
  switch (spelling) {
    case 'invalid403':
      return msLeft > 0
        ? numbered(403, 'Token is expiring within 30 seconds. (token expired)')
        : unknownTokenResponse();
    case 'expired401':
      return numbered(401, 'Token is expired');
    case 'jwt400':
      return page(400, path, `io.jsonwebtoken.ExpiredJwtException: JWT expired at ${end}.`);
  }
}

/** Of a token that is meant for somebody else. */
export const wrongAudienceResponse = (path: string, wanted: string, given: string) =>
  page(400, path, `io.jsonwebtoken.IncorrectClaimException: Expected aud claim to be: ${wanted}, but was: ${given}.`);

/** Of an identity whose token is good, but which nobody has added to this workspace. */
export const strangerResponse = (path: string) => page(403, path, 'User not authorized.');

/** Of one that shows that it has a right to a resource, which is another one than this workspace. */
export const wrongResourceResponse = (path: string) => page(400, path, 'Invalid resource ID');

function numbered(status: number, message: string): HttpResponse {
  return json(status, { error_code: status, message }, { 'x-databricks-reason-phrase': message });
}

function page(status: number, path: string, reason: string): HttpResponse {
  const body = `<h2>HTTP ERROR ${status}</h2><p>Problem accessing ${path}. Reason:</p><pre>    ${reason}</pre>`;
  return {
    status,
    headers: { 'content-type': 'text/html;charset=utf-8' },
    body: `<html><head><title>Error ${status} ${reason}</title></head><body>${body}</body></html>`,
  };
}
