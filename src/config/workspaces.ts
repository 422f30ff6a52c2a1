import type { AzureIdentity, DatabricksAuth, Secret } from '../contract/databricks-auth';
import type { WorkspaceSettings } from '../contract/workspace';
import type { GivenWorkspace } from './workspace-schema';

/** What is the same for all workspaces. */
export interface Surroundings {
  isDevelopment: boolean;
  /** Of the user-assigned identity of the app. */
  clientId: string | undefined;
}

export function toWorkspace(alias: string, given: GivenWorkspace, surroundings: Surroundings): WorkspaceSettings {
  return {
    alias,
    names: [alias, ...namesOf(given.DATABRICKS_HOST)],
    host: given.DATABRICKS_HOST,
    auth: authOf(given, surroundings),
    ...(given.DATABRICKS_AZURE_RESOURCE_ID && { resourceId: given.DATABRICKS_AZURE_RESOURCE_ID }),
  };
}

function namesOf(host: string): string[] {
  const { hostname } = new URL(host);
  const [short] = /^adb-\d+\.\d+/.exec(hostname) ?? [];
  return short === undefined ? [hostname] : [hostname, short];
}

/** Without a word about it, whatever there is a credential for. */
export function authTypeOf(
  given: Readonly<{ [Name in keyof GivenWorkspace]?: string | undefined }>,
  isDevelopment: boolean,
): DatabricksAuth['type'] {
  const { DATABRICKS_AUTH_TYPE: named, DATABRICKS_TOKEN, DATABRICKS_TOKEN_SECRET } = given;
  if (named !== undefined) return named as DatabricksAuth['type'];
  if (DATABRICKS_TOKEN !== undefined || DATABRICKS_TOKEN_SECRET !== undefined) return 'pat';
  if (given.DATABRICKS_CLIENT_ID !== undefined) return 'oauth-m2m';
  if (given.ARM_CLIENT_ID !== undefined) return 'azure-client-secret';
  return isDevelopment ? 'azure-cli' : 'azure-msi';
}

function authOf(given: GivenWorkspace, { isDevelopment, clientId }: Surroundings): DatabricksAuth {
  const managed: AzureIdentity = { type: 'azure-msi', clientId };
  const identity: AzureIdentity = isDevelopment ? { type: 'azure-cli' } : managed;
  const secret = (value: string | undefined, url: string | undefined): Secret =>
    value === undefined ? { url: url ?? '', identity } : { value };
  const type = authTypeOf(given, isDevelopment);
  switch (type) {
    case 'pat':
      return { type, token: secret(given.DATABRICKS_TOKEN, given.DATABRICKS_TOKEN_SECRET) };
    case 'oauth-m2m':
      return {
        type,
        clientId: given.DATABRICKS_CLIENT_ID ?? '',
        clientSecret: secret(given.DATABRICKS_CLIENT_SECRET, given.DATABRICKS_CLIENT_SECRET_URL),
      };
    case 'azure-client-secret':
      return {
        type,
        tenantId: given.ARM_TENANT_ID ?? '',
        clientId: given.ARM_CLIENT_ID ?? '',
        clientSecret: secret(given.ARM_CLIENT_SECRET, given.ARM_CLIENT_SECRET_URL),
      };
    case 'azure-msi':
      return managed;
    default:
      return { type };
  }
}
