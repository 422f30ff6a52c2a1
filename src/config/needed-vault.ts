import type { Catalog, CatalogEntry } from '../contract/jobs/catalog';
import { secretsIn } from '../contract/secret-reference';
import type { Settings } from './settings';
import { SettingsError } from './settings-error';

/** A job that is to be handed a secret can't be started without a vault: better no start of the app. */
export function refuseMissingVault(catalog: Catalog, { vault }: Pick<Settings, 'vault'>): void {
  const needing = [...catalog].filter(([, entry]) => usesSecrets(entry)).map(([alias]) => alias);
  if (vault || needing.length === 0) return;
  const fault = `KEY_VAULT_URL is missing: the catalog hands secrets to ${needing.join(', ')}.`;
  throw new SettingsError('The app settings must be corrected', [fault]);
}

const usesSecrets = ({ secrets = [], defaults = {} }: CatalogEntry): boolean =>
  secrets.length > 0 || secretsIn(defaults).length > 0;
