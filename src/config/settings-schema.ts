import { z } from 'zod';
import * as value from './setting-values';

/** Each app setting by itself, once blank ones are left out. What is only for development is refused elsewhere. */
export function settingsSchema(isDevelopment: boolean) {
  return z.object({
    DATABRICKS_HOST: value.workspaceHost(isDevelopment),
    DATABRICKS_AUTH_TYPE: value.authType(isDevelopment).optional(),
    DATABRICKS_TOKEN: value.personalAccessToken(isDevelopment).optional(),
    DATABRICKS_TOKEN_SECRET: value.vaultSecretUrl.optional(),
    AZURE_CLIENT_ID: value.clientId.optional(),
    AzureWebJobsStorage: value.storageConnection.optional(),
    AzureWebJobsStorage__accountName: value.storageAccount.optional(),
    AzureWebJobsStorage__blobServiceUri: value.storageServiceUrl.optional(),
    AzureWebJobsStorage__tableServiceUri: value.storageServiceUrl.optional(),
    AzureWebJobsStorage__credential: value.storageCredential.optional(),
    AzureWebJobsStorage__clientId: value.clientId.optional(),
    PUBLIC_BASE_URL: value.publicBaseUrl.optional(),
    STANDARD_URLS: value.trueOrFalse.optional(),
    JOBS_FILE: z.string().optional(),
    DEFAULT_TIMEOUT_SECONDS: value.timeoutSeconds.optional(),
    CALLBACK_HOSTS: value.callbackHosts.optional(),
    CALLBACK_SECRET: value.callbackSecret.optional(),
    WEBSITE_HOSTNAME: value.siteName.optional(),
    AZURE_FUNCTIONS_ENVIRONMENT: z.string().optional(),
  });
}

export type GivenSettings = z.infer<ReturnType<typeof settingsSchema>>;
export type SettingName = keyof GivenSettings;
