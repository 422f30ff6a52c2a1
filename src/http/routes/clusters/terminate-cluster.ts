import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { App } from '../../app';
import { clusterAskedFor } from '../../clusters/cluster-accepted';
import { clusterAsked, NO_SUCH_CLUSTER } from '../../clusters/cluster-in-path';
import { databricksProblem } from '../../databricks-problem';
import { noteChange } from '../../note-change';
import { refuseUnknownOptions } from '../../reading/query';
import { refuseChange } from '../../refuse-change';

/** `POST /clusters/{id}/terminate`: it stays in the list, and can be started again. */
export async function terminateCluster(request: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(request.query, ['workspace']);
  refuseChange('clusters', app);
  const asked = clusterAsked(request, app);
  const answer = await asked.workspace.databricks.clusters.terminate(asked.id);
  if (!answer.ok) throw databricksProblem(answer.problem, 'The cluster could not be terminated', NO_SUCH_CLUSTER);
  noteChange('clusterTerminated', asked.id, asked.workspace, app);
  return clusterAskedFor(asked, app);
}
