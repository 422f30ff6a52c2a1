import { DEFAULT_WORKSPACE, type WorkspaceSettings } from '../contract/workspace';
import { faultyWorkspace } from './workspace-combinations';
import { furtherWorkspaceSchema, furtherWorkspaces, type Given } from './workspace-schema';
import { type Surroundings, toWorkspace } from './workspaces';

export interface WorkspacesReading {
  /** Those without a fault, the first one being `default`. */
  workspaces: WorkspaceSettings[];
  /** All but those of single values of the first one, which stand among the settings of the app. */
  faults: string[];
}

/** The workspace whose settings have no ending, and one for each ending such as `__prod`. */
export function readWorkspaces(given: Given, surroundings: Surroundings): WorkspacesReading {
  const { isDevelopment } = surroundings;
  const schema = furtherWorkspaceSchema(isDevelopment);
  const workspaces: WorkspaceSettings[] = [];
  const faults: string[] = [];

  function read(alias: string, settings: Given, ending: string): void {
    const { data, error } = schema.safeParse(settings);
    if (ending !== '') {
      faults.push(...(error?.issues ?? []).flatMap((issue) => faultsOf(issue, ending)));
    }
    const combined = faultyWorkspace(settings, isDevelopment);
    faults.push(...combined.map(([name, detail]) => `${name}${ending} ${detail}`));
    if (data && combined.length === 0) workspaces.push(toWorkspace(alias, data, surroundings));
  }

  read(DEFAULT_WORKSPACE, ofTheDefault(given, Object.keys(schema.shape)), '');
  for (const [alias, settings] of furtherWorkspaces(given)) read(alias, settings, `__${alias}`);

  for (const [index, { alias, host, names }] of workspaces.entries()) {
    const earlier = workspaces.slice(0, index).find((other) => other.host === host || other.names.includes(alias));
    if (earlier) faults.push(`DATABRICKS_HOST__${names[0]} is the workspace ${earlier.alias} once more: remove it.`);
  }
  return { workspaces, faults };
}

const ofTheDefault = (given: Given, names: readonly string[]): Given =>
  Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)));

type Issue = { path: PropertyKey[]; message: string; code?: string; keys?: string[] };

function faultsOf({ path, message, keys }: Issue, ending: string): string[] {
  if (keys) return keys.map((name) => `${name}${ending} is no setting of a workspace: correct its name, or remove it.`);
  return [`${path.join('.')}${ending} ${message}`];
}
