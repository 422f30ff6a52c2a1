import { z } from 'zod';
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

export const WORKSPACE_ALIAS = '[a-z0-9_]{1,63}';

export const workspaceAliasSchema = z
  .string()
  .regex(new RegExp(`^${WORKSPACE_ALIAS}$`), 'must be an alias of a workspace: up to 63 small letters, digits and _');

/** What is wrong with a workspace that none of these is. */
export const mustBeOneOf = (workspaces: readonly { names: readonly string[] }[]): string =>
  `must be a workspace that this app knows: ${workspaces.flatMap(({ names }) => names).join(', ')}`;
