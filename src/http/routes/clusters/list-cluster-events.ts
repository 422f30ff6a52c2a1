import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { ClusterEventsQuery } from '../../../adapters/databricks/clusters';
import { clusterEventsRequestSchema, MOST_EVENTS } from '../../../contract/clusters/cluster-events-request';
import { type ClusterEventList, clusterEventView } from '../../../contract/clusters/cluster-view';
import type { App } from '../../app';
import { type ClusterAsked, clusterAsked, NO_SUCH_CLUSTER } from '../../clusters/cluster-in-path';
import { pageProblem } from '../../databricks-problem';
import { readChoice, readWhole, refuseUnknownOptions } from '../../reading/query';
import { readBodyAs } from '../../reading/read-body-as';
import { readMoment } from '../../reading/read-time';
import { readWords } from '../../reading/read-words';
import { requestInvalid } from '../../reading/request-invalid';

const USUAL_PAGE = 50;

/** `GET /clusters/{id}/events`: what has happened to a cluster. */
export async function listClusterEvents(request: HttpRequest, app: App): Promise<HttpResponseInit> {
  const { query } = request;
  refuseUnknownOptions(query, ['from', 'to', 'order', 'type', 'limit', 'pageToken', 'workspace']);
  const asked = clusterAsked(request, app);
  return eventsOf(asked, {
    from: readMoment(query, 'from'),
    to: readMoment(query, 'to'),
    order: readChoice(query, 'order', ['DESC', 'ASC']),
    types: readWords(query, 'type', 'must be types such as RESIZING, with commas between them'),
    limit: readWhole(query, 'limit', 1, MOST_EVENTS, USUAL_PAGE),
    pageToken: query.get('pageToken') ?? undefined,
  });
}

/** `POST /clusters/{id}/events`: the same for a body of Databricks' clusters/events, as it is. */
export async function askClusterEvents(request: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(request.query, ['workspace']);
  const asked = clusterAsked(request, app);
  const body = await readBodyAs(request, clusterEventsRequestSchema);
  if (body.cluster_id !== undefined && body.cluster_id !== asked.id)
    throw requestInvalid([{ field: 'cluster_id', detail: 'must be that of the cluster which the address names' }]);
  return eventsOf(asked, {
    from: body.start_time,
    to: body.end_time,
    order: body.order,
    types: body.event_types,
    limit: body.page_size || body.limit || USUAL_PAGE,
    pageToken: body.page_token || undefined,
  });
}

async function eventsOf(
  { id, workspace }: ClusterAsked,
  query: Omit<ClusterEventsQuery, 'clusterId'>,
): Promise<HttpResponseInit> {
  const answer = await workspace.databricks.clusters.events({ clusterId: id, ...query });
  if (!answer.ok)
    throw pageProblem(
      answer.problem,
      query.pageToken,
      'The events of the cluster could not be listed',
      NO_SUCH_CLUSTER,
    );
  const { events, nextPageToken = null } = answer.value;
  const body: ClusterEventList = { events: events.map(clusterEventView), nextPageToken };
  return { status: 200, jsonBody: body };
}
