import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { type ClusterView, clusterView } from '../../../contract/clusters/cluster-view';
import { ProblemError } from '../../../contract/problem';
import type { App } from '../../app';
import { clusterAskedFor } from '../../clusters/cluster-accepted';
import { clusterAsked, NO_SUCH_CLUSTER } from '../../clusters/cluster-in-path';
import { databricksProblem } from '../../databricks-problem';
import { noteChange } from '../../note-change';
import { refuseUnknownOptions } from '../../reading/query';
import { refuseChange } from '../../refuse-change';

const RUNS = ['RUNNING', 'RESIZING'];
const WILL_RUN = ['PENDING', 'RESTARTING'];

/** `POST /clusters/{id}/start`. One that runs, or is about to, is what was wanted. */
export async function startCluster(request: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(request.query, ['workspace']);
  refuseChange('clusters', app);
  const asked = clusterAsked(request, app);
  const { clusters } = asked.workspace.databricks;
  const answer = await clusters.start(asked.id);
  if (answer.ok) {
    noteChange('clusterStarted', asked.id, asked.workspace, app);
    return clusterAskedFor(asked, app);
  }
  const { problem } = answer;
  // Databricks says in its documentation that nothing happens then, and refuses it in truth.
  const cluster = problem.code === 'INVALID_STATE' ? await clusters.get(asked.id) : answer;
  if (!cluster.ok) throw databricksProblem(problem, 'The cluster could not be started', NO_SUCH_CLUSTER);
  const body: ClusterView = clusterView(cluster.value);
  if (RUNS.includes(body.state)) return { status: 200, jsonBody: body };
  if (WILL_RUN.includes(body.state)) return clusterAskedFor(asked, app);
  throw body.state === 'TERMINATING'
    ? ending(asked.id)
    : databricksProblem(problem, 'The cluster could not be started');
}

const ending = (id: string) =>
  new ProblemError({
    status: 409,
    code: 'clusterEnding',
    detail: `The cluster ${id} is being terminated, and can be started once it is. Send this again in a minute.`,
  });
