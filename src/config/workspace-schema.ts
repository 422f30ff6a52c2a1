import { z } from 'zod';
import * as value from './setting-values';

/**
 * What is set for a workspace, by the names that Databricks' own clients have for it where there are any. What is
 * misspelt would be passed over.
 */
export const workspaceSchema = (isDevelopment: boolean) =>
  z.strictObject({
    DATABRICKS_HOST: value.workspaceHost(isDevelopment),
    DATABRICKS_AUTH_TYPE: value.authType(isDevelopment).optional(),
    DATABRICKS_TOKEN: value.personalAccessToken(isDevelopment).optional(),
    DATABRICKS_TOKEN_SECRET: value.vaultSecretUrl.optional(),
    DATABRICKS_CLIENT_ID: value.principalId.optional(),
    DATABRICKS_CLIENT_SECRET: value.clientSecret(isDevelopment, 'DATABRICKS_CLIENT_SECRET_URL').optional(),
    DATABRICKS_CLIENT_SECRET_URL: value.vaultSecretUrl.optional(),
    ARM_TENANT_ID: value.tenantId.optional(),
    ARM_CLIENT_ID: value.principalId.optional(),
    ARM_CLIENT_SECRET: value.clientSecret(isDevelopment, 'ARM_CLIENT_SECRET_URL').optional(),
    ARM_CLIENT_SECRET_URL: value.vaultSecretUrl.optional(),
    DATABRICKS_AZURE_RESOURCE_ID: value.workspaceResourceId.optional(),
  });

export type WorkspaceSettingName = keyof z.infer<ReturnType<typeof workspaceSchema>>;

export type Given = Readonly<Record<string, string>>;

/** The settings of the default workspace, whose names have no ending. */
export const defaultWorkspace = (given: Given, names: readonly string[]): Given =>
  Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)));

/** The settings of further workspaces, by their aliases: `DATABRICKS_HOST__prod` is the `DATABRICKS_HOST` of `prod`. */
export function furtherWorkspaces(given: Given): Map<string, Given> {
  const found = new Map<string, Record<string, string>>();
  for (const [name, text] of Object.entries(given)) {
    const [, setting, alias] = /^((?:DATABRICKS|ARM)_[A-Z_]*[A-Z])__(.+)$/.exec(name) ?? [];
    if (setting === undefined || alias === undefined) continue;
    const key = alias.toLowerCase();
    found.set(key, { ...found.get(key), [setting]: text });
  }
  return found;
}
