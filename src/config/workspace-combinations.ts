import type { DatabricksAuth } from '../contract/databricks-auth';
import type { WorkspaceSettingName } from './workspace-schema';
import { authTypeOf } from './workspaces';

type GivenNames = Readonly<{ [Name in WorkspaceSettingName]?: string | undefined }>;

/** What each way of signing in needs. Of two in one group either will do, and both are too many. */
const NEEDS: Readonly<Record<DatabricksAuth['type'], readonly (readonly WorkspaceSettingName[])[]>> = {
  pat: [['DATABRICKS_TOKEN', 'DATABRICKS_TOKEN_SECRET']],
  'oauth-m2m': [['DATABRICKS_CLIENT_ID'], ['DATABRICKS_CLIENT_SECRET', 'DATABRICKS_CLIENT_SECRET_URL']],
  'azure-client-secret': [['ARM_TENANT_ID'], ['ARM_CLIENT_ID'], ['ARM_CLIENT_SECRET', 'ARM_CLIENT_SECRET_URL']],
  'azure-msi': [],
  'azure-cli': [],
};

/** What is wrong with which settings of a workspace are there, each with the setting that it is about. */
export function faultyWorkspace(given: GivenNames, isDevelopment: boolean): [WorkspaceSettingName, string][] {
  const faults: [WorkspaceSettingName, string][] = [];
  const has = (name: WorkspaceSettingName) => given[name] !== undefined;
  const asked = authTypeOf(given, isDevelopment);
  const type = Object.hasOwn(NEEDS, asked) ? asked : undefined; // else it is no type, and may be anything
  for (const group of Object.values(NEEDS).flat()) {
    const [one, other] = group;
    if (one && other && has(one) && has(other)) {
      faults.push([one, `must not be set beside ${other}: remove one of them.`]);
    }
  }
  for (const group of type ? NEEDS[type] : []) {
    const last = group.at(-1);
    const what = group.length > 1 ? 'the URL of a secret in Key Vault' : 'it';
    if (last && !group.some(has)) faults.push([last, `is missing: signing in by ${type} needs ${what}.`]);
  }
  if (has('DATABRICKS_AZURE_RESOURCE_ID') && type && !type.startsWith('azure-')) {
    const detail = `is for an identity of Azure, and this workspace is signed in to by ${type}: remove it.`;
    faults.push(['DATABRICKS_AZURE_RESOURCE_ID', detail]);
  }
  return faults;
}
