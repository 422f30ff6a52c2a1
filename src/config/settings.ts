import type { Changeable } from '../contract/allowed-changes';
import type { CallbackRules } from '../contract/callbacks/callback';
import type { CallerAuth } from '../contract/callers/caller';
import type { LogLevel } from '../contract/log-events';
import type { BasicCredentials } from '../contract/notifications/basic-credentials';
import type { Retention } from '../contract/retention';
import type { RunKind } from '../contract/runs/run-kind';
import type { AzureIdentity } from '../contract/workspaces/databricks-auth';
import type { WorkspaceSettings } from '../contract/workspaces/workspace';
import { readWorkspaces } from './read-workspaces';
import { faultyCombinations } from './setting-combinations';
import { SettingsError } from './settings-error';
import { type GivenSettings, settingsSchema } from './settings-schema';

export interface Settings {
  isDevelopment: boolean;
  /** The first one is `default`. */
  workspaces: readonly WorkspaceSettings[];
  storage: { connectionString: string } | { tableUrl: string; blobUrl: string; identity: AzureIdentity };
  /** Where callers reach the app, without a slash at the end. */
  publicOrigin: string;
  callerAuth: CallerAuth;
  callersFile: string;
  /** As that of `jobsFile`. */
  callersFileIsOptional: boolean;
  /** Whether the answer of a start carries the standard URLs of Durable Functions. */
  showsStandardUrls: boolean;
  jobsFile: string;
  /** A file that somebody named must be there. */
  jobsFileIsOptional: boolean;
  /** What callers may start. */
  allowedKinds: readonly RunKind[];
  /** What callers may change in Databricks. */
  allowedChanges: readonly Changeable[];
  defaultTimeoutSeconds: number;
  retention: Retention;
  linkKeyVersion: number;
  logLevel: LogLevel;
  /** Requests of one process that wait for the end of a run at the same time. */
  mostWaiting: number;
  callbacks: CallbackRules;
  /** What Databricks shows when it notifies the app of something. Undefined: nobody is let in to do so. */
  notifier: BasicCredentials | undefined;
  /** With the secrets that jobs may be handed. */
  vault: { url: string; identity: AzureIdentity } | undefined;
}

/** Reads the app settings of the process, unless others are given. A blank one counts as missing. */
export function readSettings(env: Readonly<Record<string, string | undefined>> = process.env): Settings {
  const given: Record<string, string> = {};
  for (const [name, text] of Object.entries(env)) if (text?.trim()) given[name] = text.trim();
  const isDevelopment = given.AZURE_FUNCTIONS_ENVIRONMENT === 'Development';
  const { workspaces, faults } = readWorkspaces(given, { isDevelopment, clientId: given.AZURE_CLIENT_ID });
  const { data, error } = settingsSchema.safeParse(given);
  faults.push(...(error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`));
  faults.push(...faultyCombinations(given));
  if (!data || faults.length > 0) throw new SettingsError('The app settings must be corrected', faults);
  return { isDevelopment, workspaces, ...toSettings(data, isDevelopment) };
}

function toSettings(given: GivenSettings, isDevelopment: boolean): Omit<Settings, 'isDevelopment' | 'workspaces'> {
  const { CALLER_AUTH: callerAuth = 'key' } = given;
  return {
    storage: storageOf(given, isDevelopment),
    publicOrigin: given.PUBLIC_BASE_URL ?? given.WEBSITE_HOSTNAME ?? '',
    callerAuth,
    callersFile: given.CALLERS_FILE ?? 'callers.json',
    callersFileIsOptional: given.CALLERS_FILE === undefined,
    showsStandardUrls: given.STANDARD_URLS ?? callerAuth === 'key',
    jobsFile: given.JOBS_FILE ?? 'jobs.json',
    jobsFileIsOptional: given.JOBS_FILE === undefined,
    allowedKinds: given.ALLOW_KINDS ?? ['job'],
    allowedChanges: given.ALLOW_CHANGES ?? [],
    defaultTimeoutSeconds: given.DEFAULT_TIMEOUT_SECONDS ?? 86_400,
    retention: retentionOf(given),
    linkKeyVersion: given.LINK_KEY_VERSION ?? 1,
    logLevel: given.LOG_LEVEL ?? 'information',
    mostWaiting: given.MAX_WAITING_REQUESTS ?? 50,
    callbacks: callbacksOf(given, isDevelopment),
    notifier: notifierOf(given),
    vault: given.KEY_VAULT_URL ? { url: given.KEY_VAULT_URL, identity: identityOf(given, isDevelopment) } : undefined,
  };
}

/** Where one is given, the defaults of the others agree with it. */
function retentionOf({
  KEEP_OUTPUTS_DAYS: outputs,
  KEEP_INSTANCES_DAYS: instances,
  KEEP_RUNS_DAYS: runs,
}: GivenSettings) {
  const outputsDays = outputs ?? Math.min(7, instances ?? 7, runs ?? 7);
  const instancesDays = instances ?? Math.max(outputsDays, Math.min(30, runs ?? 30));
  return { outputsDays, instancesDays, runsDays: runs ?? Math.max(400, instancesDays) };
}

function callbacksOf(given: GivenSettings, isDevelopment: boolean): Settings['callbacks'] {
  const { CALLBACK_HOSTS: hosts = ['*.datafactory.azure.com'], CALLBACK_SECRET: secret } = given;
  return { hosts, allowsThisMachine: isDevelopment, secret };
}

function notifierOf({ NOTIFICATION_USER: user = 'databricks', NOTIFICATION_PASSWORD: password }: GivenSettings) {
  return password === undefined ? undefined : { user, password };
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
  return identityOf(given, isDevelopment);
}

const identityOf = (given: GivenSettings, isDevelopment: boolean): AzureIdentity =>
  isDevelopment ? { type: 'azure-cli' } : { type: 'azure-msi', clientId: given.AZURE_CLIENT_ID };
