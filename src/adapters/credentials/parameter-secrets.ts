import type { AzureIdentity } from '../../contract/workspaces/databricks-auth';
import type { Answer, Problem } from '../../domain/answer';
import { type AzureSources, secretReader } from './secret-reader';
import { type ErrorFacts, tokenProblem } from './token-problem';
import { withinTime } from './within-time';

/** The value of a secret that a job may be handed. */
export type SecretSource = (name: string) => Promise<Answer<string>>;

export interface Vault {
  /** `https://my-vault.vault.azure.net` */
  url: string;
  identity: AzureIdentity;
}

const LONGEST_WAIT_MS = 15_000;

/** Reads secrets that stand in the place of parameters, each time anew. */
export function createParameterSecrets(vault: Vault | undefined, sources: AzureSources = {}): SecretSource {
  return async (name) => {
    if (!vault) return { ok: false, problem: refused('There is no vault: set KEY_VAULT_URL.') };
    try {
      const read = secretReader({ url: `${vault.url}/secrets/${name}`, identity: vault.identity }, sources);
      const value = await withinTime(LONGEST_WAIT_MS, read());
      return value === '' ? { ok: false, problem: refused(`The secret ${name} is empty.`) } : { ok: true, value };
    } catch (error) {
      return { ok: false, problem: { ...tokenProblem(error, (facts) => adviceFor(name, facts)), code: 'NO_SECRET' } };
    }
  };
}

const refused = (message: string): Problem => ({ kind: 'refused', code: 'NO_SECRET', message, mayHaveHappened: false });

function adviceFor(name: string, { status, isOfIdentity }: ErrorFacts): string {
  if (isOfIdentity) return 'The identity of the app gave no token for Key Vault: see AZURE_CLIENT_ID';
  if (status === 404) return `There is no secret ${name} in the vault of KEY_VAULT_URL`;
  if (status === 401 || status === 403) {
    return `Key Vault refused the secret ${name}: give the identity of the app the role Key Vault Secrets User`;
  }
  return `Key Vault can not be reached for the secret ${name}`;
}
