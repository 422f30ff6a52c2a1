import type { HttpRequest } from '@azure/functions';
import type { Workspace } from '../../adapters/databricks/workspaces';
import { isClusterId } from '../../contract/clusters/cluster-id';
import { ProblemError } from '../../contract/problem';
import type { App } from '../app';
import { refuseWithoutJob } from '../callers/own-jobs';
import { readWorkspace } from '../reading/query';

/** What to do where there is no such cluster. */
export const NO_SUCH_CLUSTER = 'GET /api/clusters names those that this app may see.';

export interface ClusterAsked {
  id: string;
  workspace: Workspace;
}

/** The cluster that a path names. What is no id does not get into a request. */
export function clusterAsked({ params, query }: HttpRequest, app: App): ClusterAsked {
  refuseWithoutJob(app);
  const workspace = readWorkspace(query, app);
  const { id = '' } = params;
  if (isClusterId(id)) return { id, workspace };
  const detail = 'must be the id of a cluster, such as 0923-164208-meows279';
  throw new ProblemError({
    status: 400,
    code: 'clusterInvalid',
    detail: `The cluster ${detail}.`,
    errors: [{ field: 'id', detail }],
  });
}
