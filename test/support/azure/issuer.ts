import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';

export const TENANT = '99999999-8888-7777-6666-555555555555';

export const AUDIENCES = {
  databricks: '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d',
  azure: 'https://management.core.windows.net/',
  azureOfTheUs: 'https://management.core.usgovcloudapi.net/',
  azureOfChina: 'https://management.core.chinacloudapi.cn/',
  resourceManager: 'https://management.azure.com/',
  keyVault: 'https://vault.azure.net',
  storage: 'https://storage.azure.com',
} as const;

export interface TokenRequest {
  appId: string;
  /** Whom the token is meant for. */
  audience: string;
  lifetimeSeconds?: number;
  /** Of a person, who signs in with `az login`. */
  upn?: string;
}

/** What signs the tokens of a tenant of Entra, for whichever endpoint gives them out. */
export interface Issuer {
  tenantId: string;
  /** As it stands in the tokens. */
  name: string;
  /** As PEM, for those who check them. */
  publicKey: string;
  issue(request: TokenRequest): { token: string; endsAt: number };
}

export function createIssuer(now: () => number = Date.now, tenantId = TENANT): Issuer {
  const name = `https://sts.windows.net/${tenantId}/`;
  const { publicKey, privateKey } = keys();
  return {
    tenantId,
    name,
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    issue({ appId, audience, lifetimeSeconds = 3599, upn }) {
      const from = Math.floor(now() / 1000);
      const exp = from + lifetimeSeconds;
      const claims = {
        aud: audience,
        iss: name,
        iat: from,
        nbf: from,
        exp,
        appid: appId,
        oid: objectIdOf(upn ?? appId),
        ...(upn === undefined ? { idtyp: 'app' } : { upn }),
        tid: tenantId,
        uti: randomUUID(), // or two tokens of one second would be the same
        ver: '1.0',
      };
      const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
      const signed = `${encode({ typ: 'JWT', alg: 'RS256', kid: 'of-the-tests' })}.${encode(claims)}`;
      const signature = sign('sha256', Buffer.from(signed), privateKey).toString('base64url');
      return { token: `${signed}.${signature}`, endsAt: exp * 1000 };
    },
  };
}

/** An application has another id as the principal that it is in a tenant. */
function objectIdOf(appId: string): string {
  return createHash('sha256')
    .update(appId)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

let made: ReturnType<typeof makeKeys> | undefined;

/** Making them takes long, so all tenants of a test have the same. */
function keys() {
  made ??= makeKeys();
  return made;
}

const makeKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
