import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { type ClusterView, clusterView } from '../../../contract/clusters/cluster-view';
import type { App } from '../../app';
import { clusterAsked, NO_SUCH_CLUSTER } from '../../clusters/cluster-in-path';
import { databricksProblem } from '../../databricks-problem';
import { refuseUnknownOptions } from '../../reading/query';

/** `GET /clusters/{id}`: how a cluster stands. */
export async function showCluster(request: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(request.query, ['workspace']);
  const { id, workspace } = clusterAsked(request, app);
  const answer = await workspace.databricks.clusters.get(id);
  if (!answer.ok) throw databricksProblem(answer.problem, 'The cluster could not be read', NO_SUCH_CLUSTER);
  const body: ClusterView = clusterView(answer.value);
  return { status: 200, jsonBody: body };
}
