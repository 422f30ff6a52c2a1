import type { DatabricksAuth } from './databricks-auth';

/** One workspace that is set up. */
export interface WorkspaceSettings {
  /** Of the first one: `default`. */
  alias: string;
  /** All that a request may call it by: its alias, `adb-1.2.azuredatabricks.net` and `adb-1.2`. */
  names: readonly string[];
  host: string;
  auth: DatabricksAuth;
  /** Of the workspace in Azure, for an identity that has a right to it there, and that nobody has added to the workspace. */
  resourceId?: string | undefined;
}

export const DEFAULT_WORKSPACE = 'default';
