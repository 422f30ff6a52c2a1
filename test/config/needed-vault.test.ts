import { refuseMissingVault } from '../../src/config/needed-vault';
import type { CatalogEntry } from '../../src/contract/jobs/catalog';

const vault = { url: 'https://my-vault.vault.azure.net', identity: { type: 'azure-msi' } } as const;
const catalogOf = (entry: Partial<CatalogEntry>) => new Map([['loads', { job: '1', ...entry }]]);
const needing: Partial<CatalogEntry>[] = [
  { secrets: ['database'] },
  { defaults: { notebook_params: { password: { $secret: 'database' } } } },
];

test.each(needing)('a catalog that hands out secrets needs a vault: %j', (entry) => {
  expect(() => refuseMissingVault(catalogOf(entry), { vault: undefined })).toThrow('KEY_VAULT_URL is missing');
  expect(() => refuseMissingVault(catalogOf(entry), { vault })).not.toThrow();
});

test('another one does not', () => {
  const entry = { secrets: [], defaults: { job_parameters: { region: 'ALL' } } };
  expect(() => refuseMissingVault(catalogOf(entry), { vault: undefined })).not.toThrow();
});
