import { type Cluster, type ClusterSpec, newCluster, note } from '../simulation/clusters/cluster';
import { sizeOf } from '../simulation/clusters/cluster-life';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** More than one answer of the API can hold. */
const RESIZINGS = 300;
const RESIZED_EVERY_MS = 10 * MINUTE_MS;

/** What somebody finds who starts a workspace for the first time: as if people had worked there for some days. */
export const freshClusters = (creator: string, now: number): readonly Cluster[] => [
  sharedCluster(creator, now),
  stoppedCluster(creator, now),
  busyCluster(creator, now),
];

/** It is told whole to whoever may see it, and has what people should not put there. */
const TOLD_WHOLE: ClusterSpec = {
  autotermination_minutes: 0,
  spark_conf: { 'fs.azure.account.key.lake.dfs.core.windows.net': 'storage-key-that-nobody-should-see' },
  spark_env_vars: { DB_PASSWORD: 'password-that-nobody-should-see' },
};

function sharedCluster(creator: string, now: number): Cluster {
  const beganAt = now - DAY_MS;
  const cluster = made('0101-080000-shared01', 'Shared', creator, beganAt, TOLD_WHOLE);
  up(cluster, beganAt + 4 * MINUTE_MS);
  return cluster;
}

function stoppedCluster(creator: string, now: number): Cluster {
  const beganAt = now - 2 * DAY_MS;
  const cluster = made('0102-090000-adhoc002', 'Ad hoc', creator, beganAt, { autotermination_minutes: 60 });
  up(cluster, beganAt + 5 * MINUTE_MS);
  const reason = { code: 'INACTIVITY', type: 'SUCCESS', parameters: { inactivity_duration_min: '60' } } as const;
  const terminatedAt = beganAt + 125 * MINUTE_MS;
  note(cluster, terminatedAt, 'TERMINATING', { reason });
  const stateMessage = 'Inactive cluster terminated (inactive for 60 minutes).';
  return Object.assign(cluster, { state: 'TERMINATED', stateMessage, terminatedAt, reason });
}

function busyCluster(creator: string, now: number): Cluster {
  const beganAt = now - 3 * DAY_MS;
  const cluster = made('0103-100000-busy0003', 'Busy', creator, beganAt, {
    autoscale: { min_workers: 2, max_workers: 8 },
  });
  up(cluster, beganAt + 4 * MINUTE_MS);
  for (let turn = 1; turn <= RESIZINGS; turn++) {
    const at = beganAt + turn * RESIZED_EVERY_MS;
    const target = turn % 2 === 1 ? 8 : 2;
    note(cluster, at, 'RESIZING', {
      current_num_workers: cluster.workers,
      target_num_workers: target,
      cause: 'AUTOSCALE',
    });
    cluster.workers = target;
    note(cluster, at + MINUTE_MS, 'UPSIZE_COMPLETED', sizeOf(cluster));
  }
  return cluster;
}

function made(clusterId: string, name: string, creator: string, at: number, spec: ClusterSpec): Cluster {
  const cluster = newCluster({ clusterId, name, source: 'UI', creator, jobId: undefined, spec }, at);
  const { num_workers, autoscale } = cluster.spec;
  note(cluster, at, 'CREATING', { cluster_size: autoscale ? { autoscale } : { num_workers }, user: creator });
  return cluster;
}

function up(cluster: Cluster, at: number): void {
  Object.assign(cluster, { state: 'RUNNING', stateMessage: '' });
  note(cluster, at, 'RUNNING', sizeOf(cluster));
  note(cluster, at + 1000, 'DRIVER_HEALTHY');
}
