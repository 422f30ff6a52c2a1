import { z } from 'zod';
import * as value from './setting-values';
import type { WorkspaceSettingName } from './workspace-schema';

/** Each app setting by itself, once blank ones are left out, but for those of workspaces. */
export const settingsSchema = z.object({
  AZURE_CLIENT_ID: value.clientId.optional(),
  AzureWebJobsStorage: value.storageConnection.optional(),
  AzureWebJobsStorage__accountName: value.storageAccount.optional(),
  AzureWebJobsStorage__blobServiceUri: value.storageServiceUrl.optional(),
  AzureWebJobsStorage__tableServiceUri: value.storageServiceUrl.optional(),
  AzureWebJobsStorage__credential: value.storageCredential.optional(),
  AzureWebJobsStorage__clientId: value.clientId.optional(),
  PUBLIC_BASE_URL: value.publicBaseUrl.optional(),
  CALLER_AUTH: value.callerAuth.optional(),
  CALLERS_FILE: z.string().optional(),
  STANDARD_URLS: value.trueOrFalse.optional(),
  JOBS_FILE: z.string().optional(),
  ALLOW_KINDS: value.allowedKinds.optional(),
  ALLOW_CHANGES: value.allowedChanges.optional(),
  DEFAULT_TIMEOUT_SECONDS: value.timeoutSeconds.optional(),
  KEEP_OUTPUTS_DAYS: value.days.optional(),
  KEEP_INSTANCES_DAYS: value.days.optional(),
  KEEP_RUNS_DAYS: value.days.optional(),
  LOG_LEVEL: value.logLevel.optional(),
  MAX_WAITING_REQUESTS: value.mostWaiting.optional(),
  LINK_KEY_VERSION: value.linkKeyVersion.optional(),
  KEY_VAULT_URL: value.vaultUrl.optional(),
  CALLBACK_HOSTS: value.callbackHosts.optional(),
  CALLBACK_SECRET: value.callbackSecret.optional(),
  NOTIFICATION_USER: value.notificationUser.optional(),
  NOTIFICATION_PASSWORD: value.notificationPassword.optional(),
  WEBSITE_HOSTNAME: value.siteName.optional(),
  WEBSITE_AUTH_ENABLED: z.string().optional(),
  AZURE_FUNCTIONS_ENVIRONMENT: z.string().optional(),
});

export type GivenSettings = z.infer<typeof settingsSchema>;
export type SettingName = keyof GivenSettings | WorkspaceSettingName;
