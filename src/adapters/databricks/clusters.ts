import type { Answer } from '../../domain/answer';
import type { Cluster, ClusterEvent } from '../../domain/cluster';
import type { Ask } from './ask';
import { clusterEventsSchema, clusterListSchema, clusterSchema } from './cluster-schema';
import { doneSchema } from './done-schema';

const VERSION = '2.1';

interface ClustersQuery {
  /** Only clusters in one of these. */
  states?: readonly string[] | undefined;
  /** At most 100. */
  limit?: number | undefined;
  pageToken?: string | undefined;
}

interface ClustersPage {
  /** It may be shorter than asked for, also where there is a next one. */
  clusters: Cluster[];
  nextPageToken?: string | undefined;
}

export interface ClusterEventsQuery {
  clusterId: string;
  /** In milliseconds since 1970, both included. */
  from?: number | undefined;
  to?: number | undefined;
  /** The latest first, unless it is ASC. */
  order?: 'ASC' | 'DESC' | undefined;
  types?: readonly string[] | undefined;
  /** At most 500. */
  limit?: number | undefined;
  pageToken?: string | undefined;
}

interface ClusterEventsPage {
  /** It may be shorter than asked for, also where there is a next one. */
  events: ClusterEvent[];
  nextPageToken?: string | undefined;
}

export interface Clusters {
  list(query?: ClustersQuery): Promise<Answer<ClustersPage>>;
  get(clusterId: string): Promise<Answer<Cluster>>;
  /** Asks for it: it runs some minutes later. Refused, code `INVALID_STATE`, of one that is not terminated. */
  start(clusterId: string): Promise<Answer<void>>;
  /** Asks for it. One that is terminated stays so. */
  terminate(clusterId: string): Promise<Answer<void>>;
  events(query: ClusterEventsQuery): Promise<Answer<ClusterEventsPage>>;
}

export function createClusters(ask: Ask): Clusters {
  const act = (action: string, cluster_id: string) =>
    ask({ method: 'POST', version: VERSION, path: `clusters/${action}`, body: { cluster_id } }, doneSchema);
  return {
    list: ({ states = [], limit, pageToken } = {}) => {
      const query = { 'filter_by.cluster_states': states, page_size: limit, page_token: pageToken };
      return ask({ method: 'GET', version: VERSION, path: 'clusters/list', query }, clusterListSchema);
    },
    get: (cluster_id) =>
      ask({ method: 'GET', version: VERSION, path: 'clusters/get', query: { cluster_id } }, clusterSchema),
    start: (clusterId) => act('start', clusterId),
    terminate: (clusterId) => act('delete', clusterId), // what forgets a cluster is called permanent-delete
    events: ({ clusterId, from, to, order, types, limit, pageToken }) => {
      const body = {
        cluster_id: clusterId,
        start_time: from,
        end_time: to,
        order,
        event_types: types && types.length > 0 ? types : undefined,
        page_size: limit,
        page_token: pageToken,
      };
      return ask({ method: 'POST', version: VERSION, path: 'clusters/events', body }, clusterEventsSchema);
    },
  };
}
