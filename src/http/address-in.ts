import type { Workspace } from '../adapters/databricks/workspaces';
import { DEFAULT_WORKSPACE } from '../contract/workspaces/workspace';
import type { App } from './app';

/** Where something of a workspace can be seen. */
export function addressIn({ alias }: Workspace, path: string, { origin }: Pick<App, 'origin'>): string {
  return `${origin}/api/${path}${alias === DEFAULT_WORKSPACE ? '' : `?workspace=${encodeURIComponent(alias)}`}`;
}
