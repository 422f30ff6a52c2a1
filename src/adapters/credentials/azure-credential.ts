import type { TokenCredential } from '@azure/identity';
import type { AzureIdentity } from '../../contract/databricks-auth';

/** The endpoint of a managed identity is on the same machine, and the wait for it holds an activity. */
const RETRIES = { maxRetries: 2, retryDelayInMs: 500, maxRetryDelayInMs: 1000 };
const AZURE_CLI_MS = 10_000;

/** For Databricks, Key Vault and storage alike. The package takes half of a cold start, so its loading waits for need. */
export function createAzureCredential(identity: AzureIdentity): TokenCredential {
  let loaded: Promise<TokenCredential> | undefined;
  return {
    async getToken(scopes, options) {
      loaded ??= loadCredential(identity);
      return (await loaded).getToken(scopes, options);
    },
  };
}

async function loadCredential(identity: AzureIdentity): Promise<TokenCredential> {
  const { AzureCliCredential, ManagedIdentityCredential } = await import('@azure/identity');
  if (identity.type === 'azure-cli') return new AzureCliCredential({ processTimeoutInMs: AZURE_CLI_MS });
  const { clientId } = identity;
  return new ManagedIdentityCredential({ retryOptions: RETRIES, ...(clientId !== undefined && { clientId }) });
}
