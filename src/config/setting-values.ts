import { z } from 'zod';
import { CHANGEABLE } from '../contract/allowed-changes';
import { readWebhookSecret } from '../contract/callbacks/webhook-signature';
import { CALLER_AUTHS } from '../contract/callers/caller';
import { LOG_LEVELS } from '../contract/log-events';
import { RUN_OPTIONS } from '../contract/runs/request/run-request';
import { RUN_KINDS } from '../contract/runs/run-kind';
import { readPersonalAccessToken } from '../contract/workspaces/personal-access-token';

/**
 * What a single setting may hold. A message goes on after the name of the setting, and never shows the value: people
 * paste secrets into the wrong place.
 */

const WORKSPACE = /^(?:https:\/\/)?(adb-\d{1,20}\.\d{1,3}\.(?:azuredatabricks\.net|databricks\.azure\.(?:us|cn)))\/?$/i;
const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1)(?::\d{1,5})?\/?$/i;
const ORIGIN = /^https:\/\/[a-z0-9][a-z0-9.-]*(?::\d{1,5})?\/?$/i;
const SERVICE_URL = /^https:\/\/[a-z0-9][a-z0-9.-]*(?::\d{1,5})?(?:\/[a-z0-9]+)?\/?$/i;
const VAULT_SECRET =
  /^https:\/\/[a-z][a-z0-9-]{2,23}\.vault\.(?:azure\.net|usgovcloudapi\.net|azure\.cn)\/secrets\/[a-z0-9-]{1,127}(?:\/[a-z0-9]+)?\/?$/i;
const VAULT = /^https:\/\/[a-z][a-z0-9-]{2,23}\.vault\.(?:azure\.net|usgovcloudapi\.net|azure\.cn)\/?$/i;
const HOST_PATTERN = /^(?:\*\.)?(?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{1,62}$/;
const CONNECTION_STRING = /^UseDevelopmentStorage=true\b|(?:^|;)\s*(?:AccountName|SharedAccessSignature)=/i;

const HOST_RULE = 'the address of the workspace, like https://adb-1234567890123456.7.azuredatabricks.net';
const DEVELOPMENT = 'only where AZURE_FUNCTIONS_ENVIRONMENT is Development';

const originOf = (url: string) => new URL(url).origin;
const isLoopback = (text: string) => LOOPBACK.test(text) && URL.canParse(text);
const isOrigin = (text: string) => isLoopback(text) || (ORIGIN.test(text) && URL.canParse(text));
const namesIn = (text: string) =>
  text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
const withoutSlash = (text: string) => text.replace(/\/$/, '');

export const workspaceHost = (isDevelopment: boolean) =>
  z
    .string(`is missing: set it to ${HOST_RULE}.`)
    .refine((text) => WORKSPACE.test(text) || isLoopback(text), `must be ${HOST_RULE}, and nothing after it.`)
    .refine((text) => isDevelopment || !isLoopback(text), `may be an address of this machine ${DEVELOPMENT}.`)
    .transform((text) => originOf(text.replace(WORKSPACE, 'https://$1')));

export const AUTH_TYPES = ['azure-msi', 'azure-client-secret', 'oauth-m2m', 'pat', 'azure-cli'] as const;

export const authType = (isDevelopment: boolean) =>
  z
    .enum(AUTH_TYPES, `must be one of ${AUTH_TYPES.join(', ')}.`)
    .refine(
      (type) => isDevelopment || type !== 'azure-cli',
      `may be azure-cli ${DEVELOPMENT}: use azure-msi, the managed identity of the app.`,
    );

/** Of a service principal, for which Databricks may have an id of its own. */
export const principalId = z.string().regex(/^[\w-]{1,100}$/, 'must be the client id of a service principal.');

export const tenantId = z.string().regex(/^[\w.-]{1,100}$/, 'must be the id of the tenant in Microsoft Entra.');

export const clientSecret = (isDevelopment: boolean, urlName: string) =>
  z
    .string()
    .refine(
      () => isDevelopment,
      `may be set ${DEVELOPMENT}: put the secret into Key Vault, and set ${urlName} to its URL there.`,
    );

export const workspaceResourceId = z
  .string()
  .regex(
    /^\/subscriptions\/[\w-]+\/resourceGroups\/[\w.()-]+\/providers\/Microsoft\.Databricks\/workspaces\/[\w-]+$/i,
    'must be the resource id of the workspace, which begins with /subscriptions/.',
  );

export const personalAccessToken = (isDevelopment: boolean) =>
  z
    .string()
    .refine(
      () => isDevelopment,
      `may be set ${DEVELOPMENT}: put the token into Key Vault, and set DATABRICKS_TOKEN_SECRET to the URL of that secret.`,
    )
    .refine(
      (text) => readPersonalAccessToken(text) !== undefined,
      'must be a personal access token of Databricks, which begins with dapi.',
    )
    .transform((text) => readPersonalAccessToken(text) ?? text);

export const vaultSecretUrl = z
  .string()
  .regex(VAULT_SECRET, 'must be the URL of a secret, like https://my-vault.vault.azure.net/secrets/databricks-token.')
  .transform(withoutSlash);

export const vaultUrl = z
  .string()
  .regex(VAULT, 'must be the URL of a vault, like https://my-vault.vault.azure.net.')
  .transform(withoutSlash);

export const clientId = z.guid('must be the client id of a user-assigned managed identity, which is a GUID.');

export const storageConnection = z
  .string()
  .regex(
    CONNECTION_STRING,
    'must be a connection string of Azure Storage, or UseDevelopmentStorage=true. Remove it to use AzureWebJobsStorage__accountName.',
  );

export const storageAccount = z
  .string()
  .regex(/^[a-z0-9]{3,24}$/, 'must be the name of a storage account: 3 to 24 small letters and digits.');

export const storageServiceUrl = z
  .string()
  .regex(SERVICE_URL, 'must be the URL of the service, like https://account.blob.core.windows.net.')
  .refine(URL.canParse, 'must be a URL.')
  .transform(withoutSlash);

export const storageCredential = z
  .string()
  .regex(/^managedidentity$/i, 'must be managedidentity; remove it to use the identity that the app has by default.');

export const publicBaseUrl = z
  .string()
  .refine(isOrigin, 'must be where callers reach the app, like https://runs.example.com, without a path.')
  .transform(originOf);

/** Only a site on this machine has no TLS in front of it. */
export const siteName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]*(?::\d{1,5})?$/i, 'must be the name of a host: set PUBLIC_BASE_URL, and remove this one.')
  .transform((name) => `${/^(?:localhost|127\.0\.0\.1):/i.test(name) ? 'http' : 'https'}://${name}`);

export const trueOrFalse = z
  .string()
  .regex(/^(?:true|false)$/i, 'must be true or false.')
  .transform((text) => /true/i.test(text));

export const callerAuth = z.enum(CALLER_AUTHS, `must be ${CALLER_AUTHS.join(' or ')}.`);

const listOf = <const T extends string>(words: readonly T[]) =>
  z
    .string()
    .transform(namesIn)
    .refine(
      (names): names is T[] => names.length > 0 && names.every((name) => (words as readonly string[]).includes(name)),
      `must list some of ${words.join(', ')}, with commas between them.`,
    );

export const allowedKinds = listOf(RUN_KINDS);
export const allowedChanges = listOf(CHANGEABLE);

export const timeoutSeconds = z
  .string()
  .regex(/^\d+$/, 'must be a whole number of seconds.')
  .transform(Number)
  .refine(
    (seconds) => RUN_OPTIONS.timeoutSeconds.safeParse(seconds).success,
    'must be from 10 seconds to 2592000, which is 30 days.',
  );

export const days = z
  .string()
  .regex(/^\d{1,4}$/, 'must be a whole number of days, from 1 to 3650.')
  .transform(Number)
  .refine((count) => count >= 1 && count <= 3650, 'must be from 1 to 3650 days.');

export const callbackHosts = z
  .string()
  .transform((text) => (/^none$/i.test(text) ? [] : namesIn(text)))
  .refine(
    (hosts) => hosts.every((host) => HOST_PATTERN.test(host)),
    'must list names of hosts such as hooks.example.com or *.example.com, with commas between them, or none.',
  );

export const callbackSecret = z
  .string()
  .refine(
    (text) => readWebhookSecret(text) !== undefined,
    'must be whsec_ and 24 to 64 random bytes in base64, as Standard Webhooks say.',
  )
  .transform((text) => readWebhookSecret(text));

/** Basic credentials end the name at the first colon. */
export const notificationUser = z
  .string()
  .regex(/^[!-9;-~]{1,100}$/, 'must have 1 to 100 visible ASCII characters, and no colon among them.');

/** A reference that the platform could not follow is long enough, and known to everybody. */
export const notificationPassword = z
  .string()
  .regex(/^[!-~]{16,200}$/, 'must have 16 to 200 visible ASCII characters: make it by chance.')
  .refine((text) => !/^@Microsoft\./i.test(text), 'must not be a reference: the platform could not follow this one.');

export const linkKeyVersion = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, 'must be a whole number from 1 on: raise it to make a new key.')
  .transform(Number);

export const logLevel = z
  .string()
  .toLowerCase()
  .pipe(z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}.`));

export const mostWaiting = z
  .string()
  .regex(/^\d{1,4}$/, 'must be a whole number from 0 to 9999.')
  .transform(Number);
