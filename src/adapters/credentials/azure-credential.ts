import type { TokenCredential } from '@azure/identity';
import type { AzureIdentity } from '../../contract/workspaces/databricks-auth';

/** The endpoint of a managed identity is on the same machine, and the wait for it holds an activity. */
const RETRIES = { maxRetries: 2, retryDelayInMs: 500, maxRetryDelayInMs: 1000 };
const AZURE_CLI_MS = 10_000;

/** Whoever Azure can be asked about: an identity, or a service principal that shows its secret. */
export type Principal =
  | AzureIdentity
  | { type: 'azure-client-secret'; tenantId: string; clientId: string; secret: string; authority: string | undefined };

/** For Databricks, Key Vault and storage alike. The package takes half of a cold start, so its loading waits for need. */
export function createAzureCredential(principal: Principal): TokenCredential {
  let loaded: Promise<TokenCredential> | undefined;
  return {
    async getToken(scopes, options) {
      loaded ??= loadCredential(principal);
      return (await loaded).getToken(scopes, options);
    },
  };
}

async function loadCredential(principal: Principal): Promise<TokenCredential> {
  const identity = await import('@azure/identity');
  if (principal.type === 'azure-cli') return new identity.AzureCliCredential({ processTimeoutInMs: AZURE_CLI_MS });
  const { clientId } = principal;
  if (principal.type === 'azure-msi') {
    return new identity.ManagedIdentityCredential({
      retryOptions: RETRIES,
      ...(clientId !== undefined && { clientId }),
    });
  }
  const { tenantId, secret, authority } = principal;
  const options = { retryOptions: RETRIES, ...(authority !== undefined && { authorityHost: authority }) };
  return new identity.ClientSecretCredential(tenantId, principal.clientId, secret, options);
}
