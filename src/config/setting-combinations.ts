import type { SettingName } from './settings-schema';

const NO_STORAGE =
  'is missing: set AzureWebJobsStorage__accountName to the name of the storage account, ' +
  'or AzureWebJobsStorage to its connection string.';
const NO_ORIGIN = 'is missing: the platform sets no WEBSITE_HOSTNAME here, so it must say where callers reach the app.';
const UNGUARDED =
  'must not be entra here: the authentication of App Service is off (WEBSITE_AUTH_ENABLED is not true), so anybody could say ' +
  'to be anybody. Turn it on, as docs/deploy.md says, or set CALLER_AUTH to key.';
const NOT_TOLD_APART =
  'must not be set unless CALLER_AUTH is entra: who brings a function key is not told apart from others. Remove it.';

/** What goes first, and what it needs to be found. */
const KEPT_LONGER = [
  ['KEEP_OUTPUTS_DAYS', 'KEEP_INSTANCES_DAYS'],
  ['KEEP_INSTANCES_DAYS', 'KEEP_RUNS_DAYS'],
  ['KEEP_OUTPUTS_DAYS', 'KEEP_RUNS_DAYS'],
] as const;

/** What is wrong with which settings are there, whatever their values: so that it is told beside faults of the values. */
export function faultyCombinations(given: Readonly<Partial<Record<SettingName, string>>>): string[] {
  const faults: string[] = [];
  const has = (...names: SettingName[]) => names.some((name) => given[name] !== undefined);
  const refuse = (name: SettingName, message: string) => faults.push(`${name} ${message}`);

  if (!has('AzureWebJobsStorage', 'AzureWebJobsStorage__accountName')) {
    const [blobs, tables] = ['AzureWebJobsStorage__blobServiceUri', 'AzureWebJobsStorage__tableServiceUri'] as const;
    if (!has(blobs, tables)) refuse('AzureWebJobsStorage', NO_STORAGE);
    else if (!has(blobs)) refuse(blobs, `is missing: it belongs to ${tables}.`);
    else if (!has(tables)) refuse(tables, `is missing: it belongs to ${blobs}.`);
  }
  if (has('AzureWebJobsStorage__clientId') && !has('AzureWebJobsStorage__credential')) {
    refuse('AzureWebJobsStorage__credential', 'must be managedidentity, because AzureWebJobsStorage__clientId is set.');
  }
  if (given.CALLER_AUTH === 'entra' && !/^true$/i.test(given.WEBSITE_AUTH_ENABLED ?? '')) {
    refuse('CALLER_AUTH', UNGUARDED);
  }
  if (given.CALLER_AUTH !== 'entra' && has('CALLERS_FILE')) refuse('CALLERS_FILE', NOT_TOLD_APART);
  for (const [first, last] of KEPT_LONGER) {
    if (Number(given[first]) > Number(given[last])) refuse(first, `must not be more than ${last}.`);
  }
  if (!has('PUBLIC_BASE_URL', 'WEBSITE_HOSTNAME')) refuse('PUBLIC_BASE_URL', NO_ORIGIN);
  return faults;
}
