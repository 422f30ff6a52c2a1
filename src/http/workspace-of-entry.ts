import type { Workspace } from '../adapters/databricks/workspaces';
import type { CatalogEntry } from '../contract/catalog';
import type { App } from './app';

/** Where the job of an alias is. */
export function workspaceOfEntry({ workspace }: CatalogEntry, { workspaces }: Pick<App, 'workspaces'>): Workspace {
  const found = workspaces.find(workspace);
  if (!found) throw new Error(`The catalog names the workspace ${workspace}, which start-up should have refused.`);
  return found;
}
