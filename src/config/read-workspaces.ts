import { DEFAULT_WORKSPACE, type WorkspaceSettings, workspaceAliasSchema } from '../contract/workspaces/workspace';
import { readAuth, type Surroundings } from './workspace-auth';
import { defaultWorkspace, furtherWorkspaces, type Given, workspaceSchema } from './workspace-schema';

export interface WorkspacesReading {
  /** Those without a fault, the first one being `default`. */
  workspaces: WorkspaceSettings[];
  faults: string[];
}

/** The workspace whose settings have no ending, and one for each ending such as `__prod`. */
export function readWorkspaces(given: Given, surroundings: Surroundings): WorkspacesReading {
  const schema = workspaceSchema(surroundings.isDevelopment);
  const workspaces: WorkspaceSettings[] = [];
  const faults: string[] = [];

  function read(alias: string, settings: Given, ending: string): void {
    const { data, error } = schema.safeParse(settings);
    const { auth, faults: combined } = readAuth(data ?? settings, surroundings);
    faults.push(...(error?.issues ?? []).flatMap((issue) => faultsOf(issue, ending)));
    faults.push(...combined.map(([name, detail]) => `${name}${ending} ${detail}`));
    if (!data || !auth || combined.length > 0) return;
    const { DATABRICKS_HOST: host, DATABRICKS_AZURE_RESOURCE_ID: resourceId } = data;
    workspaces.push({ alias, names: [alias, ...namesOf(host)], host, auth, ...(resourceId && { resourceId }) });
  }

  read(DEFAULT_WORKSPACE, defaultWorkspace(given, Object.keys(schema.shape)), '');
  for (const [alias, settings] of furtherWorkspaces(given)) {
    const [issue] = workspaceAliasSchema.safeParse(alias).error?.issues ?? [];
    if (issue)
      faults.push(`${Object.keys(settings)[0]}__${alias} is not named well: what stands after __ ${issue.message}.`);
    else read(alias, settings, `__${alias}`);
  }

  for (const [index, { alias, host, names }] of workspaces.entries()) {
    const earlier = workspaces.slice(0, index).find((other) => other.host === host || other.names.includes(alias));
    if (earlier) faults.push(`DATABRICKS_HOST__${names[0]} is the workspace ${earlier.alias} once more: remove it.`);
  }
  return { workspaces, faults };
}

function namesOf(host: string): string[] {
  const { hostname } = new URL(host);
  const [short] = /^adb-\d+\.\d+/.exec(hostname) ?? [];
  return short === undefined ? [hostname] : [hostname, short];
}

type Issue = { path: PropertyKey[]; message: string; code?: string; keys?: string[] };

function faultsOf({ path, message, keys }: Issue, ending: string): string[] {
  if (keys) return keys.map((name) => `${name}${ending} is no setting of a workspace: correct its name, or remove it.`);
  return [`${path.join('.')}${ending} ${message}`];
}
