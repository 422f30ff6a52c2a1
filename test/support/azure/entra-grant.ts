import { randomUUID } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../../../local/http';
import { AUDIENCES, type Issuer } from './issuer';
import { json } from './stand-in';

/** The secrets of one application. One that has expired is still known as one that was good. */
export type Secrets = Map<string, 'good' | 'expired'>;

/** The errors of Entra that a service principal meets, in its own words. */
const REFUSALS = {
  unknownTenant: [400, 'invalid_request', 90002, 'Tenant not found.'],
  unknownApplication: [400, 'unauthorized_client', 700016, 'Application was not found in the directory.'],
  wrongSecret: [401, 'invalid_client', 7000215, 'Invalid client secret provided.'],
  expiredSecret: [401, 'invalid_client', 7000222, 'The provided client secret keys for app are expired.'],
  wrongScope: [400, 'invalid_scope', 1002012, 'The provided value for scope is not valid.'],
  unknownResource: [400, 'invalid_resource', 500011, 'The resource principal was not found in the tenant.'],
  wrongGrant: [400, 'unsupported_grant_type', 70003, 'The app requested an unsupported grant type.'],
} as const;

export type RefusalKind = keyof typeof REFUSALS;

/** Answers an application that shows its secret: with the scope of version 2, or the resource of version 1. */
export function grant(
  { body, headers }: HttpRequest,
  { issuer, lifetimeSeconds }: { issuer: Issuer; lifetimeSeconds: number },
  applications: ReadonlyMap<string, Secrets>,
): HttpResponse | RefusalKind {
  const form = new URLSearchParams(body.toString());
  if (form.get('grant_type') !== 'client_credentials') return 'wrongGrant';
  const [appId, shown] = basicClient(headers.authorization) ?? [form.get('client_id'), form.get('client_secret')];
  const secrets = applications.get(appId ?? '');
  if (!appId || !secrets) return 'unknownApplication';
  const secret = secrets.get(shown ?? '');
  if (secret !== 'good') return secret === 'expired' ? 'expiredSecret' : 'wrongSecret';
  const audience = form.get('resource') ?? /^(\S+)\/\.default$/.exec(form.get('scope') ?? '')?.[1];
  if (audience === undefined) return 'wrongScope';
  if (!Object.values<string>(AUDIENCES).includes(audience)) return 'unknownResource';
  const { token } = issuer.issue({ appId, audience, lifetimeSeconds });
  const times = { expires_in: lifetimeSeconds, ext_expires_in: lifetimeSeconds };
  return json(200, { token_type: 'Bearer', ...times, access_token: token });
}

function basicClient(authorization = ''): string[] | undefined {
  const [, encoded] = /^Basic (\S+)$/.exec(authorization) ?? [];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString().split(':', 2);
}

export function refusal(kind: RefusalKind, { headers }: HttpRequest, now: number): HttpResponse {
  const [status, error, code, message] = REFUSALS[kind];
  const [trace_id, correlation_id] = [randomUUID(), headers['client-request-id'] ?? randomUUID()];
  const timestamp = new Date(now).toISOString().replace('T', ' ').replace(/\.\d+/, '');
  const ids = `Trace ID: ${trace_id} Correlation ID: ${correlation_id} Timestamp: ${timestamp}`;
  return json(status, {
    error,
    error_description: `AADSTS${code}: ${message} ${ids}`,
    error_codes: [code],
    timestamp,
    trace_id,
    correlation_id,
    error_uri: `https://${headers.host}/error?code=${code}`,
  });
}
