import { type Cluster, isAlive } from '../simulation/clusters/cluster';
import { resizeCluster, restartCluster, startCluster, terminateCluster } from '../simulation/clusters/cluster-life';
import { invalid } from '../simulation/refusal';
import { failForLackOfCluster } from '../simulation/tasks/workload';
import type { World } from '../simulation/world';
import { findCluster } from './find-cluster';
import type { Routes } from './route';

/** They answer at once, and what they ask for happens a little later. */
export const clustersActRoutes: Routes = {
  'POST clusters/start': (call) => {
    startCluster(call.world, findCluster(call, 'restart'), call.user.name);
    return {};
  },

  'POST clusters/restart': (call) => {
    restartCluster(call.world, findCluster(call, 'restart'), call.user.name);
    return {};
  },

  'POST clusters/resize': (call) => {
    const workers = call.args.whole('num_workers');
    if (workers === undefined) throw invalid('Missing required field: num_workers');
    resizeCluster(call.world, findCluster(call, 'restart'), workers, call.user.name);
    return {};
  },

  /** Terminates it; to forget it is called permanent-delete. */
  'POST clusters/delete': (call) => {
    const { world, user } = call;
    const cluster = findCluster(call, 'restart');
    if (!isAlive(cluster)) return {};
    const reason = { code: 'USER_REQUEST', type: 'SUCCESS', parameters: { username: user.name } } as const;
    terminateCluster(world, cluster, reason, user.name);
    failWhatUses(world, cluster);
    return {};
  },
};

function failWhatUses(world: World, cluster: Cluster): void {
  for (const row of world.taskRuns.values()) if (row.cluster === cluster) failForLackOfCluster(world, row);
}
