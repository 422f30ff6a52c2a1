import type { Cluster } from '../simulation/clusters/cluster';

/** What get and list say about a cluster: with what it is made of, as it was told, secrets and all. */
export function clusterView(cluster: Cluster) {
  const { clusterId, name, source, creator, state, stateMessage, startedAt, terminatedAt, reason, spec } = cluster;
  return {
    ...spec,
    cluster_id: clusterId,
    cluster_name: name,
    cluster_source: source,
    creator_user_name: creator,
    ...(!['PENDING', 'TERMINATED'].includes(state) && { spark_context_id: cluster.sparkContextId }),
    ...(!spec.autoscale && { num_workers: cluster.workers }),
    default_tags: { Vendor: 'Databricks', Creator: creator, ClusterName: name, ClusterId: clusterId },
    state,
    state_message: stateMessage,
    start_time: startedAt,
    last_restarted_time: startedAt,
    ...(terminatedAt !== undefined && { terminated_time: terminatedAt }),
    ...(reason && { termination_reason: reason }),
  };
}
