import type { AzureIdentity, DatabricksAuth, Secret } from '../contract/workspaces/databricks-auth';
import { AUTH_TYPES } from './setting-values';
import type { WorkspaceSettingName } from './workspace-schema';

/** What is the same for all workspaces. */
export interface Surroundings {
  isDevelopment: boolean;
  /** Of the user-assigned identity of the app. */
  clientId: string | undefined;
}

type Given = Readonly<{ [Name in WorkspaceSettingName]?: string | undefined }>;
type Fault = readonly [name: WorkspaceSettingName, detail: string];

/** Where each secret is kept, unless it is set itself. Either will do, and both are too many. */
const KEPT_AT = {
  DATABRICKS_TOKEN: 'DATABRICKS_TOKEN_SECRET',
  DATABRICKS_CLIENT_SECRET: 'DATABRICKS_CLIENT_SECRET_URL',
  ARM_CLIENT_SECRET: 'ARM_CLIENT_SECRET_URL',
} as const;

type SecretName = keyof typeof KEPT_AT;

const SECRETS = Object.keys(KEPT_AT) as SecretName[];

/** How to sign in to a workspace, if nothing is missing for that, and what is wrong with which settings are there. */
export function readAuth(
  given: Given,
  { isDevelopment, clientId }: Surroundings,
): { auth: DatabricksAuth | undefined; faults: readonly Fault[] } {
  const managed: AzureIdentity = { type: 'azure-msi', clientId };
  const type = authTypeOf(given, isDevelopment);
  const faults: Fault[] = SECRETS.filter((name) => given[name] !== undefined && given[KEPT_AT[name]] !== undefined).map(
    (name) => [name, `must not be set beside ${KEPT_AT[name]}: remove one of them.`],
  );
  const auth = authBy();
  if (given.DATABRICKS_AZURE_RESOURCE_ID !== undefined && type && !type.startsWith('azure-')) {
    const detail = `is for an identity of Azure, and this workspace is signed in to by ${type}: remove it.`;
    faults.push(['DATABRICKS_AZURE_RESOURCE_ID', detail]);
  }
  return { auth, faults };

  function authBy(): DatabricksAuth | undefined {
    if (type === undefined || type === 'azure-cli') return type && { type };
    if (type === 'azure-msi') return managed;
    if (type === 'pat') {
      const token = secret('DATABRICKS_TOKEN');
      return token && { type, token };
    }
    if (type === 'oauth-m2m') {
      const id = text('DATABRICKS_CLIENT_ID');
      const clientSecret = secret('DATABRICKS_CLIENT_SECRET');
      return id && clientSecret ? { type, clientId: id, clientSecret } : undefined;
    }
    const tenantId = text('ARM_TENANT_ID');
    const id = text('ARM_CLIENT_ID');
    const clientSecret = secret('ARM_CLIENT_SECRET');
    return tenantId && id && clientSecret ? { type, tenantId, clientId: id, clientSecret } : undefined;
  }

  function text(name: WorkspaceSettingName): string | undefined {
    return given[name] ?? missing(name, 'it');
  }

  function secret(name: SecretName): Secret | undefined {
    const { [name]: value, [KEPT_AT[name]]: url } = given;
    if (value !== undefined) return { value };
    if (url !== undefined) return { url, identity: isDevelopment ? { type: 'azure-cli' } : managed };
    return missing(KEPT_AT[name], 'the URL of a secret in Key Vault');
  }

  function missing(name: WorkspaceSettingName, what: string): undefined {
    faults.push([name, `is missing: signing in by ${type} needs ${what}.`]);
  }
}

/** Without a word about it, whatever there is a credential for. Undefined: what is said is no way to sign in. */
function authTypeOf(given: Given, isDevelopment: boolean): DatabricksAuth['type'] | undefined {
  const { DATABRICKS_AUTH_TYPE: named, DATABRICKS_TOKEN, DATABRICKS_TOKEN_SECRET } = given;
  if (named !== undefined) return AUTH_TYPES.find((type) => type === named);
  if (DATABRICKS_TOKEN !== undefined || DATABRICKS_TOKEN_SECRET !== undefined) return 'pat';
  if (given.DATABRICKS_CLIENT_ID !== undefined) return 'oauth-m2m';
  if (given.ARM_CLIENT_ID !== undefined) return 'azure-client-secret';
  return isDevelopment ? 'azure-cli' : 'azure-msi';
}
