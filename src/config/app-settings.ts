import type { SettingName } from './settings-schema';

export interface AppSetting {
  name: SettingName;
  meaning: string;
  /** What counts where the setting is missing or blank; undefined if it must be set. */
  default?: string | undefined;
  /** Whether it must not be shown to anybody. */
  isSecret: boolean;
  /** Where somebody sets it. */
  where: 'anywhere' | 'Azure' | 'development' | 'the platform sets it';
}

type Note = Omit<AppSetting, 'name' | 'isSecret'> & { isSecret?: true };

/** A setting that the schema has, and this list does not, fails the type check. */
const NOTES: Readonly<Record<SettingName, Note>> = {
  DATABRICKS_HOST: {
    meaning: 'The address of the workspace, like `https://adb-1234567890123456.7.azuredatabricks.net`.',
    where: 'anywhere',
  },
  DATABRICKS_AUTH_TYPE: {
    meaning:
      'How the app signs in to Databricks: `azure-msi`, `azure-client-secret`, `oauth-m2m`, `pat`, or in development `azure-cli`.',
    default: 'that for which there is a credential, else `azure-msi`, in development `azure-cli`',
    where: 'anywhere',
  },
  DATABRICKS_TOKEN_SECRET: {
    meaning: 'The URL of the secret in Key Vault that holds a personal access token.',
    default: 'none',
    where: 'anywhere',
  },
  DATABRICKS_TOKEN: {
    meaning: 'A personal access token itself.',
    default: 'none',
    isSecret: true,
    where: 'development',
  },
  DATABRICKS_CLIENT_ID: {
    meaning: 'The client id of the service principal that signs in by `oauth-m2m`.',
    default: 'none',
    where: 'anywhere',
  },
  DATABRICKS_CLIENT_SECRET_URL: {
    meaning: 'The URL of the secret in Key Vault that holds its OAuth secret.',
    default: 'none',
    where: 'anywhere',
  },
  DATABRICKS_CLIENT_SECRET: {
    meaning: 'Its OAuth secret itself.',
    default: 'none',
    isSecret: true,
    where: 'development',
  },
  ARM_TENANT_ID: {
    meaning: 'The tenant of the service principal that signs in by `azure-client-secret`.',
    default: 'none',
    where: 'anywhere',
  },
  ARM_CLIENT_ID: {
    meaning: 'The client id of that service principal.',
    default: 'none',
    where: 'anywhere',
  },
  ARM_CLIENT_SECRET_URL: {
    meaning: 'The URL of the secret in Key Vault that holds its client secret.',
    default: 'none',
    where: 'anywhere',
  },
  ARM_CLIENT_SECRET: {
    meaning: 'Its client secret itself.',
    default: 'none',
    isSecret: true,
    where: 'development',
  },
  DATABRICKS_AZURE_RESOURCE_ID: {
    meaning:
      'The resource id of the workspace in Azure, for an identity that has a role there and was not added to the workspace.',
    default: 'none',
    where: 'anywhere',
  },
  AZURE_CLIENT_ID: {
    meaning: 'The client id of the user-assigned managed identity with which the app signs in.',
    default: 'the system-assigned identity',
    where: 'Azure',
  },
  AzureWebJobsStorage: {
    meaning: 'The connection string of the storage account, or `UseDevelopmentStorage=true` for Azurite.',
    default: 'the identity, see below',
    isSecret: true,
    where: 'anywhere',
  },
  AzureWebJobsStorage__accountName: {
    meaning: 'The storage account, where the app signs in to it by its identity.',
    default: 'the URLs of the services',
    where: 'Azure',
  },
  AzureWebJobsStorage__blobServiceUri: {
    meaning: 'The URL of its blobs.',
    default: 'from the name of the account',
    where: 'Azure',
  },
  AzureWebJobsStorage__tableServiceUri: {
    meaning: 'The URL of its tables.',
    default: 'from the name of the account',
    where: 'Azure',
  },
  AzureWebJobsStorage__credential: {
    meaning: '`managedidentity`; needed for a user-assigned identity.',
    default: 'none',
    where: 'Azure',
  },
  AzureWebJobsStorage__clientId: {
    meaning: 'The client id of the user-assigned identity that may use the storage.',
    default: 'the system-assigned identity',
    where: 'Azure',
  },
  PUBLIC_BASE_URL: {
    meaning: 'Where callers reach the app, if that is not its own name: `https://runs.example.com`, without a path.',
    default: '`WEBSITE_HOSTNAME`',
    where: 'anywhere',
  },
  CALLER_AUTH: {
    meaning:
      'How callers show who they are: `key`, by a function key, or `entra`, by a token that App Service checks. Refused where it checks none.',
    default: '`key`',
    where: 'anywhere',
  },
  CALLERS_FILE: {
    meaning:
      'What each caller may do, with `entra`: narrower than its roles. A relative path begins in the folder of the app.',
    default: '`callers.json`, if there is one',
    where: 'anywhere',
  },
  STANDARD_URLS: {
    meaning:
      'Whether the answer of a start carries the standard URLs of Durable Functions. They hold a key that opens every run.',
    default: '`true`, with `entra` `false`',
    where: 'anywhere',
  },
  JOBS_FILE: {
    meaning: 'The job catalog; a relative path begins in the folder of the app.',
    default: '`jobs.json`, if there is one',
    where: 'anywhere',
  },
  ALLOW_KINDS: {
    meaning:
      'What callers may start, with commas: `job`, `submit` (a run without a job), `pipeline` (an update) and `sql` (a statement). All but jobs let a caller run code of its own.',
    default: '`job`',
    where: 'anywhere',
  },
  ALLOW_CHANGES: {
    meaning:
      'What callers may change in Databricks, with commas: `jobs` (create, update, delete) and `clusters` (start, terminate).',
    default: 'nothing',
    where: 'anywhere',
  },
  DEFAULT_TIMEOUT_SECONDS: {
    meaning: 'How long a run may take if neither the caller nor the catalog says: 10 to 2592000 (30 days).',
    default: '`86400` (a day)',
    where: 'anywhere',
  },
  KEEP_OUTPUTS_DAYS: {
    meaning: 'For how many days after the end of a run its output is kept: 1 to 3650.',
    default: '`7`',
    where: 'anywhere',
  },
  KEEP_INSTANCES_DAYS: {
    meaning:
      'For how many days after its end the orchestration of a run is kept, with failures and small outputs. At least `KEEP_OUTPUTS_DAYS`.',
    default: '`30`',
    where: 'anywhere',
  },
  KEEP_RUNS_DAYS: {
    meaning: 'For how many days after its end a run is in the list. At least `KEEP_INSTANCES_DAYS`.',
    default: '`400`',
    where: 'anywhere',
  },
  LOG_LEVEL: {
    meaning: 'What is logged: `information`, or only `warning` and above, or only `error`.',
    default: '`information`',
    where: 'anywhere',
  },
  MAX_WAITING_REQUESTS: {
    meaning:
      'How many requests of one instance may wait for the end of a run (`?wait=`). Those beyond it are answered at once.',
    default: '`50`',
    where: 'anywhere',
  },
  LINK_KEY_VERSION: {
    meaning:
      'The version of the key that links are signed with. Raised by one, it makes a new key, and links there are stay good until they expire; raised by two, it ends them.',
    default: '`1`',
    where: 'anywhere',
  },
  KEY_VAULT_URL: {
    meaning: 'The vault whose secrets jobs of the catalog may be handed: `https://my-vault.vault.azure.net`.',
    default: 'none',
    where: 'anywhere',
  },
  CALLBACK_HOSTS: {
    meaning:
      'The hosts that callers may be called back on, with commas: `hooks.example.com`, or `*.example.com` for all below it. Replaces the default. `none` allows none.',
    default: '`*.datafactory.azure.com`',
    where: 'anywhere',
  },
  CALLBACK_SECRET: {
    meaning:
      'What callbacks are signed with: `whsec_` and 24 to 64 random bytes in base64. Without it, only those of Data Factory are sent, which can check no signature.',
    default: 'none',
    isSecret: true,
    where: 'anywhere',
  },
  NOTIFICATION_USER: {
    meaning: 'The user name that Databricks shows when it [notifies](notifications.md) the app of the end of a run.',
    default: '`databricks`',
    where: 'anywhere',
  },
  NOTIFICATION_PASSWORD: {
    meaning: 'The password that it shows, of at least 16 characters. Without it, the app takes no notifications.',
    default: 'none',
    isSecret: true,
    where: 'anywhere',
  },
  WEBSITE_HOSTNAME: {
    meaning: 'The name of the site. An address of this machine is reached by http, any other by https.',
    default: 'none',
    where: 'the platform sets it',
  },
  WEBSITE_AUTH_ENABLED: {
    meaning:
      '`True` where App Service checks who calls. Never set it yourself: it makes the app believe what stands in a header.',
    default: 'none',
    where: 'the platform sets it',
  },
  AZURE_FUNCTIONS_ENVIRONMENT: {
    meaning: '`Development` on the machine of a developer. It admits what is not for production.',
    default: 'production',
    where: 'the platform sets it',
  },
};

/** Every setting of the app, for people and for tests of what is written about them. */
export const appSettings: readonly AppSetting[] = Object.entries(NOTES).map(
  ([name, { isSecret = false, ...note }]) => ({
    name: name as SettingName,
    isSecret,
    ...note,
  }),
);
