import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { type ClusterList, clusterView } from '../../../contract/clusters/cluster-view';
import type { App } from '../../app';
import { refuseWithoutJob } from '../../callers/own-jobs';
import { pageProblem } from '../../databricks-problem';
import { readWhole, readWorkspace, refuseUnknownOptions } from '../../reading/query';
import { readWords } from '../../reading/read-words';

/** `GET /clusters`: the clusters of the workspace that this app may see. */
export async function listClusters({ query }: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(query, ['state', 'limit', 'pageToken', 'workspace']);
  refuseWithoutJob(app);
  const workspace = readWorkspace(query, app);
  const pageToken = query.get('pageToken') ?? undefined;
  const answer = await workspace.databricks.clusters.list({
    states: readWords(query, 'state', 'must be states such as RUNNING, with commas between them'),
    limit: readWhole(query, 'limit', 1, 100, 25),
    pageToken,
  });
  if (!answer.ok) throw pageProblem(answer.problem, pageToken, 'The clusters could not be listed');
  const { clusters, nextPageToken = null } = answer.value;
  const body: ClusterList = { clusters: clusters.map(clusterView), nextPageToken };
  return { status: 200, jsonBody: body };
}
