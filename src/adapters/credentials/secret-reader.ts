import type { TokenCredential } from '@azure/identity';
import type { Secret } from '../../contract/workspaces/databricks-auth';
import { createAzureCredential, type Principal } from './azure-credential';
import { readKeyVaultSecret } from './key-vault-secret';

/** In the place of what asks Azure. */
export interface AzureSources {
  createCredential?: ((principal: Principal) => TokenCredential) | undefined;
  readSecret?: ((secretUrl: string, credential: TokenCredential) => Promise<string | undefined>) | undefined;
}

/** The secret could not be had; its cause is what Key Vault, or the identity that asks it, has said. */
export class SecretUnavailable extends Error {}

/** Reads a secret each time anew, so that one that was exchanged in Key Vault is used without a restart. */
export function secretReader(secret: Secret, sources: AzureSources): () => Promise<string> {
  if ('value' in secret) return async () => secret.value;
  const { createCredential = createAzureCredential, readSecret = readKeyVaultSecret } = sources;
  const credential = createCredential(secret.identity);
  return async () => {
    try {
      return (await readSecret(secret.url, credential))?.trim() ?? '';
    } catch (cause) {
      throw new SecretUnavailable('The secret could not be read.', { cause });
    }
  };
}
