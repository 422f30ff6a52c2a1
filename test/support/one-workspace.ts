import type { Databricks } from '../../src/adapters/databricks/databricks';
import { createWorkspaces, type Workspace, type Workspaces } from '../../src/adapters/databricks/workspaces';

/** A workspace, known by its alias. */
export const workspaceOf = (databricks: Databricks, more: Partial<Workspace> = {}): Workspace => ({
  alias: 'default',
  names: [more.alias ?? 'default'],
  host: 'https://adb-1.2.azuredatabricks.net',
  authType: 'pat',
  databricks,
  signIn: async () => ({ ok: true, value: '' }),
  ...more,
});

/** The only workspace that is set up. */
export const oneWorkspace = (databricks: Databricks): Workspaces => createWorkspaces([workspaceOf(databricks)]);
