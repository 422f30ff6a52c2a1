import { invalid } from '../simulation/refusal';
import { clusterEvents } from './cluster-events';
import { clusterView } from './cluster-view';
import { findCluster, mayDo } from './find-cluster';
import { listPage } from './list-page';
import type { Call, Routes } from './route';

const MOST_A_PAGE = 100;
const USUAL_PAGE = 20;
/** So long those are listed that are terminated. */
const LISTED_MS = 30 * 86_400_000;

const SPARK_VERSIONS = [
  { key: '16.4.x-scala2.12', name: '16.4 LTS (includes Apache Spark 3.5.2, Scala 2.12)' },
  { key: '15.4.x-scala2.12', name: '15.4 LTS (includes Apache Spark 3.5.0, Scala 2.12)' },
];

/** In version 2.2 there are none of them. */
export const clustersReadRoutes: Routes = {
  'GET clusters/get': (call) => {
    const cluster = findCluster(call, 'attach');
    return { ...clusterView(cluster), spec: cluster.spec };
  },

  'GET clusters/list': (call) => {
    const clusters = visibleClusters(call);
    if (call.version === '2.0') return withClusters(clusters.map(clusterView));
    const orders = new Map([...call.world.clusters.keys()].map((id, order) => [id, order]));
    const limits = { kind: 'clusters', limit: limitOf(call), longestOffset: 0 };
    const { items, rest } = listPage(call, clusters, ({ clusterId }) => orders.get(clusterId) ?? 0, limits);
    const { has_more: _hasMore, ...tokens } = rest;
    return { ...withClusters(items.map(clusterView)), ...tokens };
  },

  'POST clusters/events': (call) => clusterEvents(findCluster(call, 'attach'), call),

  'GET clusters/spark-versions': () => ({ versions: SPARK_VERSIONS }),
};

const withClusters = (clusters: unknown[]) => (clusters.length > 0 ? { clusters } : {});

function visibleClusters(call: Call) {
  const { world, args } = call;
  const states = args.several('filter_by.cluster_states');
  const sources = args.several('filter_by.cluster_sources');
  return [...world.clusters.values()]
    .filter(({ terminatedAt = world.timeline.now }) => terminatedAt >= world.timeline.now - LISTED_MS)
    .filter(({ state }) => states.length === 0 || states.includes(state))
    .filter(({ source }) => sources.length === 0 || sources.includes(source))
    .filter((cluster) => mayDo(call, 'attach', cluster))
    .reverse();
}

function limitOf({ args }: Call): number {
  const size = args.whole('page_size') || USUAL_PAGE;
  if (size > MOST_A_PAGE) throw invalid(`page_size must be at most ${MOST_A_PAGE}.`);
  return size;
}
