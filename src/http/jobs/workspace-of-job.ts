import type { Workspace } from '../../adapters/databricks/workspaces';
import type { CatalogEntry } from '../../contract/jobs/catalog';
import type { App } from '../app';
import { readWorkspace, refuseQuery } from '../reading/query';

/** Where the job is that a path names: that of an alias in the workspace of its entry, any other where the query says. */
export function workspaceOfJob(entry: CatalogEntry | undefined, query: URLSearchParams, app: App): Workspace {
  const asked = readWorkspace(query, app);
  if (!entry) return asked;
  const found = app.workspaces.find(entry.workspace);
  if (!found)
    throw new Error(`The catalog names the workspace ${entry.workspace}, which start-up should have refused.`);
  if (query.has('workspace') && asked !== found) {
    throw refuseQuery('workspace', `must be ${found.alias} for this job, as the catalog says`);
  }
  return found;
}
