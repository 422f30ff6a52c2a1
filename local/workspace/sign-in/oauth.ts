import { randomBytes, randomUUID } from 'node:crypto';
import { type HttpRequest, type HttpResponse, originOf } from '../../http';
import { json } from '../api/json';
import type { Place } from '../api/route';
import { timeLeft } from './keyring';
import { type Door, isStranger, userNamed } from './who-asks';

const SCOPE = 'all-apis';

/** OAuth for machines: a service principal exchanges its secret for a token. Undefined: that is not what was asked for. */
export function answerOAuth(request: HttpRequest, place: Place, door: Door): HttpResponse | undefined {
  const origin = originOf(request);
  switch (`${request.method} ${request.path}`) {
    case 'GET /.well-known/databricks-config':
      return json(200, { oidc_endpoint: `${origin}/oidc`, workspace_id: place.workspaceId, cloud: 'Azure' });
    case 'GET /oidc/.well-known/oauth-authorization-server':
      return json(200, {
        issuer: `${origin}/oidc`,
        authorization_endpoint: `${origin}/oidc/v1/authorize`,
        token_endpoint: `${origin}/oidc/v1/token`,
        grant_types_supported: ['client_credentials'],
        scopes_supported: [SCOPE],
        token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      });
    case 'POST /oidc/v1/token':
      return exchange(request, place, door);
    default:
      return undefined;
  }
}

function exchange(request: HttpRequest, { workspaceId, url }: Place, door: Door): HttpResponse {
  const { keyring, settings, world } = door;
  const form = new URLSearchParams(request.body.toString('utf8'));
  const grantType = form.get('grant_type');
  if (grantType === null) return refusal(400, 'invalid_request', 'grant_type is missing');
  if (grantType !== 'client_credentials')
    return refusal(400, 'unsupported_grant_type', `The grant type ${grantType} is not supported`);
  const client = basicClient(request.headers.authorization) ?? formClient(form);
  const key = client && keyring.find(client.secret);
  const now = world.timeline.now;
  if (!client || key?.kind !== 'secret' || key.user !== client.id || timeLeft(key, now) === 0)
    return refusal(401, 'invalid_client', 'Client authentication failed');
  if (isStranger(userNamed(client.id, door), door))
    return refusal(401, 'invalid_client', 'Client authentication failed');
  const scope = form.get('scope') ?? SCOPE;
  if (scope !== SCOPE) return refusal(400, 'invalid_scope', `The scope ${scope} is not known`);
  const lifetime = settings.oauthLifetimeSeconds;
  const endsAt = now + lifetime * 1000;
  const token = tokenText({ client_id: client.id, scope, iss: `${url}/oidc`, aud: workspaceId, exp: endsAt / 1000 });
  keyring.add(token, { kind: 'grant', user: client.id, endsAt });
  return json(
    200,
    { access_token: token, scope, token_type: 'Bearer', expires_in: lifetime },
    { 'cache-control': 'no-store' },
  );
}

interface Client {
  id: string;
  secret: string;
}

function basicClient(authorization = ''): Client | undefined {
  const [, encoded] = /^Basic (\S+)$/i.exec(authorization) ?? [];
  if (encoded === undefined) return undefined;
  const [, id = '', secret = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  return { id, secret };
}

function formClient(form: URLSearchParams): Client | undefined {
  const [id, secret] = ['client_id', 'client_secret'].map((name) => form.get(name) ?? '');
  return id && secret ? { id, secret } : undefined;
}

/** It looks like one of Databricks, and nobody can make it up; what it is good for stands in the keyring. */
function tokenText(claims: object): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const header = encode({ kid: 'simulated', typ: 'at+jwt', alg: 'RS256' });
  return `${header}.${encode({ ...claims, jti: randomUUID() })}.${randomBytes(64).toString('base64url')}`;
}

/** As RFC 6749 has it, and with an id by which Databricks finds it again. */
function refusal(status: number, error: string, description: string): HttpResponse {
  return json(status, { error, error_description: description, error_id: randomUUID() });
}
