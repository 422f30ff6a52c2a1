import type { HttpRequest, HttpResponse } from '../../../local/http';
import { grant, type RefusalKind, refusal, type Secrets } from './entra-grant';
import type { Issuer } from './issuer';
import { json, type StandIn, startStandIn } from './stand-in';

export const LOGIN_HOST = 'login.microsoftonline.com';

/** What gives tokens to applications that show a secret. */
export interface Entra extends StandIn {
  issuer: Issuer;
  /** An application can have several secrets at a time. */
  addSecret(appId: string, secret: string): void;
  expireSecret(appId: string, secret: string): void;
  removeSecret(appId: string, secret: string): void;
  /** Of the tokens that are given out from now on. */
  lifetimeSeconds: number;
}

/** The sign-in of one tenant. `names`: the host names of the clouds that it stands for. */
export async function startEntra(
  issuer: Issuer,
  { now = Date.now, names = [LOGIN_HOST] }: { now?: () => number; names?: readonly string[] } = {},
): Promise<Entra> {
  const applications = new Map<string, Secrets>();
  const secretsOf = (appId: string): Secrets => {
    const secrets: Secrets = applications.get(appId) ?? new Map();
    applications.set(appId, secrets);
    return secrets;
  };
  const standIn = await startStandIn(
    async (request) => {
      const answered = answer(request, entra, applications);
      return typeof answered === 'string' ? refusal(answered, request, now()) : answered;
    },
    { names, now },
  );
  const entra: Entra = Object.assign(standIn, {
    issuer,
    lifetimeSeconds: 3599,
    addSecret: (appId: string, secret: string) => void secretsOf(appId).set(secret, 'good'),
    expireSecret: (appId: string, secret: string) => void secretsOf(appId).set(secret, 'expired'),
    removeSecret: (appId: string, secret: string) => void secretsOf(appId).delete(secret),
  });
  return entra;
}

function answer(
  request: HttpRequest,
  entra: Entra,
  applications: ReadonlyMap<string, Secrets>,
): HttpResponse | RefusalKind {
  const { method, path, headers } = request;
  const { issuer } = entra;
  const host = `https://${headers.host}`;
  if (method === 'GET' && path === '/common/discovery/instance') return json(200, instances(host, issuer));
  // Some clients put two slashes at the beginning.
  const [, tenant = '', rest = ''] = /^\/+([^/]+)\/(.*)$/.exec(path) ?? [];
  if (tenant !== issuer.tenantId) return 'unknownTenant';
  switch (`${method} ${rest}`) {
    case 'GET v2.0/.well-known/openid-configuration':
      return json(200, configuration(host, issuer));
    case 'POST oauth2/v2.0/token':
    case 'POST oauth2/token':
      return grant(request, entra, applications);
    default:
      return { status: 404 };
  }
}

function configuration(host: string, { tenantId }: Issuer) {
  return {
    token_endpoint: `${host}/${tenantId}/oauth2/v2.0/token`,
    authorization_endpoint: `${host}/${tenantId}/oauth2/v2.0/authorize`,
    jwks_uri: `${host}/${tenantId}/discovery/v2.0/keys`,
    issuer: `${host}/${tenantId}/v2.0`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
  };
}

/** Which hosts are the same cloud. */
function instances(host: string, { tenantId }: Issuer) {
  const name = new URL(host).host;
  return {
    tenant_discovery_endpoint: `${host}/${tenantId}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: name, preferred_cache: name, aliases: [name] }],
  };
}
