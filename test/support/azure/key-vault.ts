import { randomBytes } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../../../local/http';
import { readEntraToken } from '../../../local/workspace/sign-in/entra-token';
import { LOGIN_HOST } from './entra';
import { AUDIENCES, type Issuer } from './issuer';
import { json, type StandIn, startStandIn } from './stand-in';

/** A vault of secrets, which only those can read who have the role for it. */
export interface KeyVault extends StandIn {
  /** `https://NAME.vault.azure.net`. */
  url: string;
  /** Where a secret is: what settings name. Without a version, the newest. */
  secretUrl(name: string, version?: string): string;
  /** Adds a version, which is the newest from now on. Returns its name. */
  put(name: string, value: string): string;
  /** The newest version, unless another one is named. */
  disable(name: string, version?: string): void;
  remove(name: string): void;
  /** Gives the role Key Vault Secrets User to an application. */
  letIn(appId: string): void;
  shutOut(appId: string): void;
  /** Behind a firewall that lets nobody in. */
  isShut: boolean;
  /** Refuses the next requests, as one that is asked too often. It does not say how long to wait. */
  throttle(times: number): void;
}

interface Version {
  version: string;
  value: string;
  createdAt: number;
  isEnabled: boolean;
}

interface State {
  url: string;
  issuer: Issuer;
  secrets: ReadonlyMap<string, readonly Version[]>;
  readers: ReadonlySet<string>;
  now: () => number;
}

export async function startKeyVault(
  issuer: Issuer,
  { name = 'my-vault', now = Date.now }: { name?: string; now?: () => number } = {},
): Promise<KeyVault> {
  const host = `${name}.vault.azure.net`;
  const url = `https://${host}`;
  const secrets = new Map<string, Version[]>();
  const readers = new Set<string>();
  const standIn = await startStandIn(
    async (request) =>
      vault.isShut ? refusal(403, 'ForbiddenByFirewall') : answer(request, { url, issuer, secrets, readers, now }),
    { names: [host], now },
  );
  const vault: KeyVault = Object.assign(standIn, {
    url,
    isShut: false,
    secretUrl: (secret: string, version?: string) => [url, 'secrets', secret, version].filter(Boolean).join('/'),
    put(secret: string, value: string) {
      const version = randomBytes(16).toString('hex');
      const before = secrets.get(secret) ?? [];
      secrets.set(secret, [...before, { version, value, createdAt: now(), isEnabled: true }]);
      return version;
    },
    disable(secret: string, version?: string) {
      const versions = secrets.get(secret) ?? [];
      const found = version === undefined ? versions.at(-1) : versions.find((each) => each.version === version);
      if (found) found.isEnabled = false;
    },
    remove: (secret: string) => void secrets.delete(secret),
    letIn: (appId: string) => void readers.add(appId),
    shutOut: (appId: string) => void readers.delete(appId),
    throttle: (times: number) =>
      standIn.failWith({
        route: 'GET /secrets/**',
        times,
        fault: { kind: 'answer', status: 429, body: JSON.stringify(errorBody('Throttled', THROTTLED)) },
      }),
  });
  return vault;
}

/** The client asks without a token first, to be told where to get one. */
const challenge = ({ tenantId }: Issuer) =>
  `Bearer authorization="https://${LOGIN_HOST}/${tenantId}", resource="${AUDIENCES.keyVault}"`;

function answer({ method, path, query, headers }: HttpRequest, state: State): HttpResponse {
  const { issuer, readers, secrets, url, now } = state;
  const [, text] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
  const unauthorized = (message: string) =>
    json(401, errorBody('Unauthorized', message), { 'www-authenticate': challenge(issuer) });
  if (text === undefined) return unauthorized('AKV10000: Request is missing a Bearer or PoP token.');
  const token = readEntraToken(text, { issuers: [issuer] });
  if (!token) return unauthorized('AKV10032: Invalid issuer.');
  if (token.audience !== AUDIENCES.keyVault) return unauthorized('AKV10022: Invalid audience.');
  if (token.endsAt <= now()) return unauthorized('AKV10044: The token has expired.');
  if (!new URLSearchParams(query).has('api-version')) return json(400, errorBody('BadParameter', 'No api-version.'));
  if (!readers.has(token.user)) return refusal(403, 'ForbiddenByRbac');
  const [, name = '', wanted] = /^\/secrets\/([^/]+)(?:\/([^/]+))?\/?$/.exec(path) ?? [];
  if (method !== 'GET' || !name) return json(404, errorBody('NotFound', 'The stand-in only reads secrets.'));
  const versions = secrets.get(name) ?? [];
  const found = wanted === undefined ? versions.at(-1) : versions.find(({ version }) => version === wanted);
  if (!found) return json(404, errorBody('SecretNotFound', `A secret with (name/id) ${name} was not found.`));
  if (!found.isEnabled) return refusal(403, 'SecretDisabled');
  const [created, id] = [Math.floor(found.createdAt / 1000), `${url}/secrets/${name}/${found.version}`];
  return json(200, { value: found.value, id, attributes: { enabled: true, created, updated: created } });
}

const THROTTLED =
  'Request was not processed because too many requests were received. Reason: VaultRequestTypeLimitReached';

const MESSAGES = {
  ForbiddenByRbac: 'Caller is not authorized to perform action on resource.',
  ForbiddenByFirewall: 'Client address is not authorized and caller is not a trusted service.',
  SecretDisabled: 'Operation get is not allowed on a disabled secret.',
};

const refusal = (status: number, inner: keyof typeof MESSAGES) =>
  json(status, errorBody('Forbidden', MESSAGES[inner], inner));

const errorBody = (code: string, message: string, inner?: string) => ({
  error: { code, message, ...(inner !== undefined && { innererror: { code: inner } }) },
});
