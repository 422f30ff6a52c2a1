import type { CallbackRules } from '../contract/callback';
import type { AzureIdentity, DatabricksAuth } from '../contract/databricks-auth';
import { faultyCombinations } from './setting-combinations';
import { SettingsError } from './settings-error';
import { type GivenSettings, settingsSchema } from './settings-schema';

export interface Settings {
  isDevelopment: boolean;
  /** `names`: all that a request may call it by. */
  workspace: { alias: 'default'; names: readonly string[]; host: string; auth: DatabricksAuth };
  storage: { connectionString: string } | { tableUrl: string; blobUrl: string; identity: AzureIdentity };
  /** Where callers reach the app, without a slash at the end. */
  publicOrigin: string;
  /** Whether the answer of a start carries the standard URLs of Durable Functions. */
  showsStandardUrls: boolean;
  jobsFile: string;
  /** A file that somebody named must be there. */
  jobsFileIsOptional: boolean;
  defaultTimeoutSeconds: number;
  identityClientId?: string | undefined;
  callbacks: { rules: CallbackRules; secret: Buffer | undefined };
}

/** Reads the app settings of the process, unless others are given. A blank one counts as missing. */
export function readSettings(env: Readonly<Record<string, string | undefined>> = process.env): Settings {
  const given: Record<string, string> = {};
  for (const [name, text] of Object.entries(env)) if (text?.trim()) given[name] = text.trim();
  const isDevelopment = given.AZURE_FUNCTIONS_ENVIRONMENT === 'Development';
  const { data, error } = settingsSchema(isDevelopment).safeParse(given);
  const faults = (error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`);
  faults.push(...faultyCombinations(given));
  if (!data || faults.length > 0) throw new SettingsError('The app settings must be corrected', faults);
  return toSettings(data, isDevelopment);
}

function toSettings(given: GivenSettings, isDevelopment: boolean): Settings {
  return {
    isDevelopment,
    workspace: {
      alias: 'default',
      names: ['default', ...namesOf(given.DATABRICKS_HOST)],
      host: given.DATABRICKS_HOST,
      auth: authOf(given, isDevelopment),
    },
    storage: storageOf(given, isDevelopment),
    publicOrigin: given.PUBLIC_BASE_URL ?? given.WEBSITE_HOSTNAME ?? '',
    showsStandardUrls: given.STANDARD_URLS ?? true,
    jobsFile: given.JOBS_FILE ?? 'jobs.json',
    jobsFileIsOptional: given.JOBS_FILE === undefined,
    defaultTimeoutSeconds: given.DEFAULT_TIMEOUT_SECONDS ?? 86_400,
    identityClientId: given.AZURE_CLIENT_ID,
    callbacks: callbacksOf(given, isDevelopment),
  };
}

/** `adb-1.2.azuredatabricks.net`, and `adb-1.2`. */
function namesOf(host: string): string[] {
  const { hostname } = new URL(host);
  const [short] = /^adb-\d+\.\d+/.exec(hostname) ?? [];
  return short === undefined ? [hostname] : [hostname, short];
}

function callbacksOf(given: GivenSettings, isDevelopment: boolean): Settings['callbacks'] {
  const { CALLBACK_HOSTS: hosts = ['*.datafactory.azure.com'], CALLBACK_SECRET: secret } = given;
  return { rules: { hosts, allowsThisMachine: isDevelopment, signs: secret !== undefined }, secret };
}

function authOf(given: GivenSettings, isDevelopment: boolean): DatabricksAuth {
  const managed: AzureIdentity = { type: 'azure-msi', clientId: given.AZURE_CLIENT_ID };
  const usual: AzureIdentity = isDevelopment ? { type: 'azure-cli' } : managed;
  const { DATABRICKS_AUTH_TYPE: type = 'pat', DATABRICKS_TOKEN: token, DATABRICKS_TOKEN_SECRET: secretUrl } = given;
  if (type === 'azure-msi') return managed;
  if (type === 'azure-cli') return { type };
  if (token !== undefined) return { type: 'pat', token };
  return secretUrl === undefined ? usual : { type: 'pat-from-key-vault', secretUrl, identity: usual };
}

/** In the order in which the host of Azure Functions looks for it, because it keeps its own state there too. */
function storageOf(given: GivenSettings, isDevelopment: boolean): Settings['storage'] {
  if (given.AzureWebJobsStorage !== undefined) return { connectionString: given.AzureWebJobsStorage };
  const serviceOf = (name: string) => `https://${given.AzureWebJobsStorage__accountName}.${name}.core.windows.net`;
  return {
    tableUrl: given.AzureWebJobsStorage__tableServiceUri ?? serviceOf('table'),
    blobUrl: given.AzureWebJobsStorage__blobServiceUri ?? serviceOf('blob'),
    identity: storageIdentityOf(given, isDevelopment),
  };
}

function storageIdentityOf(given: GivenSettings, isDevelopment: boolean): AzureIdentity {
  const isNamed = given.AzureWebJobsStorage__credential !== undefined;
  if (isNamed) return { type: 'azure-msi', clientId: given.AzureWebJobsStorage__clientId };
  return isDevelopment ? { type: 'azure-cli' } : { type: 'azure-msi', clientId: given.AZURE_CLIENT_ID };
}
