import type { SettingName } from './settings-schema';

const NO_STORAGE =
  'is missing: set AzureWebJobsStorage__accountName to the name of the storage account, ' +
  'or AzureWebJobsStorage to its connection string.';
const NO_TOKEN =
  'is missing: with DATABRICKS_AUTH_TYPE pat it must be the URL of the secret in Key Vault that holds the token.';
const NO_ORIGIN = 'is missing: the platform sets no WEBSITE_HOSTNAME here, so it must say where callers reach the app.';

/** What is wrong with which settings are there, whatever their values: so that it is told beside faults of the values. */
export function faultyCombinations(given: Readonly<Partial<Record<SettingName, string>>>): string[] {
  const faults: string[] = [];
  const has = (...names: SettingName[]) => names.some((name) => given[name] !== undefined);
  const refuse = (name: SettingName, message: string) => faults.push(`${name} ${message}`);

  if (has('DATABRICKS_TOKEN') && has('DATABRICKS_TOKEN_SECRET')) {
    refuse('DATABRICKS_TOKEN', 'must not be set beside DATABRICKS_TOKEN_SECRET: remove one of them.');
  }
  if (given.DATABRICKS_AUTH_TYPE === 'pat' && !has('DATABRICKS_TOKEN', 'DATABRICKS_TOKEN_SECRET')) {
    refuse('DATABRICKS_TOKEN_SECRET', NO_TOKEN);
  }
  if (!has('AzureWebJobsStorage', 'AzureWebJobsStorage__accountName')) {
    const [blobs, tables] = ['AzureWebJobsStorage__blobServiceUri', 'AzureWebJobsStorage__tableServiceUri'] as const;
    if (!has(blobs, tables)) refuse('AzureWebJobsStorage', NO_STORAGE);
    else if (!has(blobs)) refuse(blobs, `is missing: it belongs to ${tables}.`);
    else if (!has(tables)) refuse(tables, `is missing: it belongs to ${blobs}.`);
  }
  if (has('AzureWebJobsStorage__clientId') && !has('AzureWebJobsStorage__credential')) {
    refuse('AzureWebJobsStorage__credential', 'must be managedidentity, because AzureWebJobsStorage__clientId is set.');
  }
  if (!has('PUBLIC_BASE_URL', 'WEBSITE_HOSTNAME')) refuse('PUBLIC_BASE_URL', NO_ORIGIN);
  return faults;
}
