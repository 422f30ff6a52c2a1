import type { TokenCredential } from '@azure/identity';
import type { AzureIdentity, DatabricksAuth } from '../../contract/databricks-auth';
import { readPersonalAccessToken } from '../../contract/personal-access-token';
import type { Answer } from '../../domain/answer';
import { createAzureCredential } from './azure-credential';
import { type DatabricksToken, keepToken, type TimedToken } from './kept-token';
import { readKeyVaultSecret } from './key-vault-secret';
import { type ErrorFacts, noToken, tokenProblem } from './token-problem';
import { withinTime } from './within-time';

/** Azure Databricks, in every tenant. */
const SCOPE = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default';
const RENEW_BEFORE_END_MS = 120_000;
/** Databricks refuses a token with less than half a minute left. */
const TOO_LATE_MS = 30_000;
/** So a token that was exchanged in Key Vault is used soon, also while the old one still works. */
const KEEP_SECRET_MS = 600_000;
const LONGEST_WAIT_MS = 15_000;

export interface TokenSources {
  now: () => number;
  createCredential?: (identity: AzureIdentity) => TokenCredential;
  readSecret?: (secretUrl: string, credential: TokenCredential) => Promise<string | undefined>;
  longestWaitMs?: number;
}

/** A refresh may bring the same token of a managed identity again: the platform keeps those, and nobody can make it not. */
export function createDatabricksToken(auth: DatabricksAuth, sources: TokenSources): DatabricksToken {
  const { now, createCredential = createAzureCredential, readSecret = readKeyVaultSecret } = sources;
  const { longestWaitMs = LONGEST_WAIT_MS } = sources;
  if (auth.type === 'pat') return async () => ({ ok: true, value: auth.token });

  const identity = auth.type === 'pat-from-key-vault' ? auth.identity : auth;
  const credential = createCredential(identity);
  const fetchToken = async () =>
    auth.type === 'pat-from-key-vault'
      ? fromSecret(await readSecret(auth.secretUrl, credential), now())
      : fromEntra(await credential.getToken(SCOPE));
  const advise = (facts: ErrorFacts) =>
    auth.type === 'pat-from-key-vault' && !facts.isOfIdentity ? secretAdvice(facts) : identityAdvice(identity);

  return keepToken(async () => {
    try {
      return await withinTime(longestWaitMs, fetchToken());
    } catch (error) {
      return { ok: false, problem: tokenProblem(error, advise) };
    }
  }, now);
}

type Fetched = Answer<TimedToken>;

function fromEntra(token: Awaited<ReturnType<TokenCredential['getToken']>>): Fetched {
  if (token === null) return { ok: false, problem: noToken('unavailable', 'Microsoft Entra gave no token.') };
  const { token: text, expiresOnTimestamp: end } = token;
  return { ok: true, value: { text, renewAt: end - RENEW_BEFORE_END_MS, goodUntil: end - TOO_LATE_MS } };
}

function fromSecret(secret: string | undefined, now: number): Fetched {
  const text = readPersonalAccessToken(secret ?? '');
  if (text === undefined) {
    const message = 'The secret that DATABRICKS_TOKEN_SECRET names must be a personal access token (dapi…).';
    return { ok: false, problem: noToken('unauthenticated', message) };
  }
  return { ok: true, value: { text, renewAt: now + KEEP_SECRET_MS, goodUntil: Number.POSITIVE_INFINITY } };
}

function identityAdvice(identity: AzureIdentity): string {
  if (identity.type === 'azure-cli')
    return 'The Azure CLI gave no token: run az login, and try az account get-access-token';
  if (identity.clientId === undefined) {
    return 'The system-assigned identity gave no token: turn it on, or set AZURE_CLIENT_ID to a user-assigned one';
  }
  return `The managed identity ${identity.clientId} gave no token: assign it to the app, or correct AZURE_CLIENT_ID`;
}

function secretAdvice({ status }: ErrorFacts): string {
  if (status === 404)
    return 'There is no secret where DATABRICKS_TOKEN_SECRET points to: create it, or correct the URL';
  if (status === 401 || status === 403) {
    return (
      'Key Vault refused the secret that DATABRICKS_TOKEN_SECRET names: give the identity of the app the role ' +
      'Key Vault Secrets User, see that the secret is enabled, and that the firewall of the vault lets the app in'
    );
  }
  return 'Key Vault can not be reached: see that DATABRICKS_TOKEN_SECRET names the right vault, and try again later';
}
