import type { TokenCredential } from '@azure/identity';
import type { AxiosAdapter } from 'axios';
import type { AzureIdentity, DatabricksAuth, ServicePrincipal } from '../../contract/workspaces/databricks-auth';
import { readPersonalAccessToken } from '../../contract/workspaces/personal-access-token';
import type { Answer } from '../../domain/answer';
import { createAzureCredential } from './azure-credential';
import { cloudOf } from './cloud';
import { type KeptToken, keepToken, type TimedToken } from './kept-token';
import { askMachineToken } from './machine-token';
import { type AzureSources, secretReader } from './secret-reader';
import { adviceFor } from './token-advice';
import { noToken, tokenProblem } from './token-problem';
import { withinTime } from './within-time';

/** Azure Databricks, in every tenant. */
const DATABRICKS_SCOPE = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default';
const RENEW_BEFORE_END_MS = 120_000;
/** Databricks refuses a token with less than half a minute left. */
const TOO_LATE_MS = 30_000;
/** So a token that was exchanged in Key Vault is used soon, also while the old one still works. */
const KEEP_SECRET_MS = 600_000;
const LONGEST_WAIT_MS = 15_000;

export interface TokenSources extends AzureSources {
  now: () => number;
  longestWaitMs?: number;
  /** In the place of sockets, to the workspace. */
  transport?: AxiosAdapter | undefined;
}

/** The token that this app shows to a workspace. */
export function createDatabricksToken(auth: DatabricksAuth, host: string, sources: TokenSources): KeptToken {
  switch (auth.type) {
    case 'pat':
      return personalToken(auth, sources);
    case 'oauth-m2m':
      return machineToken(auth, host, sources);
    default:
      return entraToken(auth, host, DATABRICKS_SCOPE, sources);
  }
}

/** Shows that the identity has a right to the resource itself, where nobody has added it to the workspace. */
export const createManagementToken = (auth: AzureIdentity | ServicePrincipal, host: string, sources: TokenSources) =>
  entraToken(auth, host, cloudOf(host).managementScope, sources);

function personalToken(auth: DatabricksAuth & { type: 'pat' }, sources: TokenSources): KeptToken {
  const read = secretReader(auth.token, sources);
  return kept(auth, sources, async () => {
    const text = readPersonalAccessToken(await read());
    if (text === undefined) {
      const message = 'The secret that DATABRICKS_TOKEN_SECRET names must be a personal access token (dapi…).';
      return { ok: false, problem: noToken('unauthenticated', message) };
    }
    const renewAt = 'value' in auth.token ? Number.POSITIVE_INFINITY : sources.now() + KEEP_SECRET_MS;
    return { ok: true, value: { text, renewAt, goodUntil: Number.POSITIVE_INFINITY } };
  });
}

function machineToken(auth: DatabricksAuth & { type: 'oauth-m2m' }, host: string, sources: TokenSources): KeptToken {
  const readSecret = secretReader(auth.clientSecret, sources);
  return kept(auth, sources, async () => {
    const { token, expiresInMs } = await askMachineToken(host, auth.clientId, await readSecret(), sources.transport);
    return { ok: true, value: endingAt(sources.now() + expiresInMs, token) };
  });
}

/** Asked anew, a managed identity may give the same token again: the platform keeps those, and nobody can make it not. */
function entraToken(
  auth: AzureIdentity | ServicePrincipal,
  host: string,
  scope: string,
  sources: TokenSources,
): KeptToken {
  const credentialOf = credentialSource(auth, host, sources);
  return kept(auth, sources, async () => {
    const token = await (await credentialOf()).getToken(scope);
    if (token === null) return { ok: false, problem: noToken('unavailable', 'Microsoft Entra gave no token.') };
    return { ok: true, value: endingAt(token.expiresOnTimestamp, token.token) };
  });
}

/** One for as long as its secret stays the same: it has a memory of its own. */
function credentialSource(
  auth: AzureIdentity | ServicePrincipal,
  host: string,
  sources: TokenSources,
): () => Promise<TokenCredential> {
  const { createCredential = createAzureCredential } = sources;
  if (auth.type !== 'azure-client-secret') {
    const credential = createCredential(auth);
    return async () => credential;
  }
  const { type, tenantId, clientId } = auth;
  const readSecret = secretReader(auth.clientSecret, sources);
  let made: { secret: string; credential: TokenCredential } | undefined;
  return async () => {
    const secret = await readSecret();
    if (made?.secret !== secret) {
      const { authority } = cloudOf(host);
      made = { secret, credential: createCredential({ type, tenantId, clientId, secret, authority }) };
    }
    return made.credential;
  };
}

function kept(auth: DatabricksAuth, sources: TokenSources, fetch: () => Promise<Answer<TimedToken>>): KeptToken {
  const { now, longestWaitMs = LONGEST_WAIT_MS } = sources;
  return keepToken(async () => {
    try {
      return await withinTime(longestWaitMs, fetch());
    } catch (error) {
      return { ok: false, problem: tokenProblem(error, (facts) => adviceFor(auth, facts)) };
    }
  }, now);
}

const endingAt = (end: number, text: string): TimedToken => ({
  text,
  renewAt: end - RENEW_BEFORE_END_MS,
  goodUntil: end - TOO_LATE_MS,
});
