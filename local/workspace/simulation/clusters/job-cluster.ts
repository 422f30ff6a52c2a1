import type { Run, TaskRun } from '../runs/run';
import type { World } from '../world';
import {
  type Cluster,
  type ClusterLoss,
  type ClusterSpec,
  isAlive,
  newCluster,
  note,
  type TerminationReason,
} from './cluster';
import { clusterIsUp, terminateCluster, wakeCluster } from './cluster-life';

const FINISHED: TerminationReason = { code: 'JOB_FINISHED', type: 'SUCCESS', parameters: {} };

/** A task asks for its cluster: one that is there, one that tasks of this run share, or one of its own. */
export function takeCluster(world: World, row: TaskRun): void {
  const { existing_cluster_id: existing, job_cluster_key: shared, new_cluster: own } = row.task;
  if (existing !== undefined) takeExisting(world, row, String(existing));
  else if (shared !== undefined) row.cluster = sharedCluster(row, String(shared)) ?? create(world, row);
  else if (own !== undefined) row.cluster = create(world, row);
  // All else is serverless: it has a cluster whose id is told, and which nobody can look at.
}

/** Its task begins to run. */
export function useCluster(world: World, { cluster }: TaskRun): void {
  if (cluster?.state === 'PENDING') clusterIsUp(world, cluster);
}

export function loseCluster(world: World, { cluster }: TaskRun, { nodesLost, reason }: ClusterLoss): void {
  if (!cluster || !isAlive(cluster)) return;
  const target = cluster.workers;
  cluster.workers = Math.max(0, target - nodesLost);
  const size = { current_num_workers: cluster.workers, target_num_workers: target };
  note(cluster, world.timeline.now, 'NODES_LOST', size);
  terminateCluster(world, cluster, reason);
}

/** Nobody else can use what was made for a run. */
export function releaseClusters(world: World, run: Run): void {
  for (const cluster of clustersOf(run)) terminateCluster(world, cluster, FINISHED);
}

function clustersOf(run: Run): Set<Cluster> {
  const rows = run.rows.flatMap((row) => [row, ...(row.iterations ?? [])]);
  return new Set(rows.flatMap(({ cluster }) => (cluster?.source === 'JOB' ? [cluster] : [])));
}

function takeExisting(world: World, row: TaskRun, id: string): void {
  row.cluster = world.clusters.get(id);
  if (row.cluster?.state === 'TERMINATED') wakeCluster(world, row.cluster, { job_run_name: nameOf(row) });
}

function sharedCluster(row: TaskRun, key: string): Cluster | undefined {
  return [...clustersOf(row.run)].find((cluster) => isAlive(cluster) && cluster.name === nameOf(row, key));
}

function create(world: World, row: TaskRun): Cluster {
  const { now } = world.timeline;
  const { run } = row;
  const clusterId = ownClusterId(row.runId);
  const name = nameOf(row);
  const { creator, jobId } = run;
  const cluster = newCluster(
    { clusterId, name, source: 'JOB', creator, jobId, spec: specOf(row), sparkContextId: row.runId - 1n },
    now,
  );
  const { num_workers, autoscale } = cluster.spec;
  note(cluster, now, 'CREATING', {
    cluster_size: autoscale ? { autoscale } : { num_workers },
    job_run_name: name,
    user: creator,
  });
  world.clusters.set(clusterId, cluster);
  return cluster;
}

const nameOf = ({ run, task }: TaskRun, key = String(task.job_cluster_key ?? task.task_key)) =>
  `job-${run.jobId}-run-${run.runId}-${key}`;

function specOf({ run, task }: TaskRun): ClusterSpec | undefined {
  if (task.new_cluster !== undefined) return task.new_cluster as ClusterSpec;
  const declared = (run.settings.job_clusters ?? []) as { job_cluster_key?: string; new_cluster?: ClusterSpec }[];
  return declared.find(({ job_cluster_key }) => job_cluster_key === task.job_cluster_key)?.new_cluster;
}

/** Decided by the id of the task run, so that the same seed gives the same ids. */
export function ownClusterId(taskRunId: bigint): string {
  const digits = String(taskRunId).slice(-14).padStart(14, '0');
  return `0101-${digits.slice(0, 6)}-${digits.slice(6)}`;
}
