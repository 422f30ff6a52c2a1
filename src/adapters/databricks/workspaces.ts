import type { WorkspaceSettings } from '../../contract/workspaces/workspace';
import type { Answer } from '../../domain/answer';
import type { Databricks } from './databricks';

/** A workspace that this app may use. */
export interface Workspace extends Pick<WorkspaceSettings, 'alias' | 'names' | 'host'> {
  databricks: Databricks;
  authType: string;
  /** Whether this app can show there who it is. For the self-check only. */
  signIn(): Promise<Answer<unknown>>;
}

export interface Workspaces {
  /** The first one is the default. */
  all: readonly Workspace[];
  /** By any of its names, without a name the default one. Never an address: only what is set up is found. */
  find(name: string | undefined): Workspace | undefined;
}

export const createWorkspaces = (all: readonly Workspace[]): Workspaces => ({
  all,
  find: (name) => (name === undefined ? all[0] : all.find(({ names }) => names.includes(name.toLowerCase()))),
});
