import type { ClusterPermission } from '../access';
import type { Cluster } from '../simulation/clusters/cluster';
import { invalid } from '../simulation/refusal';
import { PermissionDenied } from './errors';
import { isPermitted } from './find';
import type { Call } from './route';

export type ClusterNeed = 'attach' | 'restart';

const ENOUGH: Record<ClusterNeed, readonly ClusterPermission[]> = {
  attach: ['CAN_ATTACH_TO', 'CAN_RESTART', 'CAN_MANAGE'],
  restart: ['CAN_RESTART', 'CAN_MANAGE'],
};

const NAMES: Record<ClusterNeed, string> = { attach: 'Attach', restart: 'Restart' };

/** As with jobs, who has no permission does not learn whether there is such a cluster. */
export function findCluster(call: Call, need: ClusterNeed): Cluster {
  const id = call.args.text('cluster_id');
  if (!id) throw invalid('Missing required field: cluster_id');
  const cluster = call.world.clusters.get(id);
  if (cluster && mayDo(call, need, cluster)) return cluster;
  if (cluster || !call.user.admin) {
    const lacks = `${call.user.name} does not have ${NAMES[need]} permissions on ${id}.`;
    throw new PermissionDenied(`${lacks} Please contact the owner or an administrator for access.`);
  }
  throw invalid(`Cluster ${id} does not exist`);
}

/** The cluster of a run is for whoever manages its job. */
export function mayDo(call: Call, need: ClusterNeed, { clusterId, creator, jobId }: Cluster): boolean {
  const { user, world } = call;
  if (user.admin || user.name === creator) return true;
  if (jobId !== undefined && isPermitted(call, 'manage', jobId, world.jobs.get(jobId)?.creator)) return true;
  const given = world.clusterGrants.get(clusterId)?.get(user.name);
  return given !== undefined && ENOUGH[need].includes(given);
}
