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
    meaning: 'How the app signs in to Databricks: `azure-msi`, `pat`, or in development `azure-cli`.',
    default: '`pat` if a token is named, else `azure-msi`, in development `azure-cli`',
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
  STANDARD_URLS: {
    meaning:
      'Whether the answer of a start carries the standard URLs of Durable Functions. They hold a key that opens every run.',
    default: '`true`',
    where: 'anywhere',
  },
  JOBS_FILE: {
    meaning: 'The job catalog; a relative path begins in the folder of the app.',
    default: '`jobs.json`, if there is one',
    where: 'anywhere',
  },
  DEFAULT_TIMEOUT_SECONDS: {
    meaning: 'How long a run may take if neither the caller nor the catalog says: 10 to 2592000 (30 days).',
    default: '`86400` (a day)',
    where: 'anywhere',
  },
  CALLBACK_HOSTS: {
    meaning:
      'The hosts that callers may be called back on: `hooks.example.com`, or `*.example.com` for all below it, with commas between them. `none` allows none.',
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
  WEBSITE_HOSTNAME: {
    meaning: 'The name of the site. An address of this machine is reached by http, any other by https.',
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
