import { Refusal } from '../refusal';
import type { World } from '../world';
import { type Cluster, isAlive, note, type TerminationReason } from './cluster';

const STARTING_MS = 180_000;
const RESIZING_MS = 60_000;
const STOPPING_MS = 10_000;

/** The API says that nothing happens to a cluster that is not terminated. In truth it refuses to start it. */
export function startCluster(world: World, cluster: Cluster, user: string): void {
  if (cluster.source === 'JOB')
    throw new Refusal('INVALID_STATE', `Cluster ${cluster.clusterId} was launched to run a job and cannot be started.`);
  if (cluster.state !== 'TERMINATED') throw unexpected(cluster);
  wakeCluster(world, cluster, { user });
  world.timeline.in(STARTING_MS, () => {
    if (cluster.state === 'PENDING') clusterIsUp(world, cluster);
  });
}

/** Somebody has asked for it, or a run that needs it. */
export function wakeCluster(world: World, cluster: Cluster, details: Readonly<Record<string, unknown>>): void {
  const { now } = world.timeline;
  Object.assign(cluster, { state: 'PENDING', stateMessage: 'Starting Spark', startedAt: now });
  Object.assign(cluster, { terminatedAt: undefined, reason: undefined });
  note(cluster, now, 'STARTING', details);
}

export function clusterIsUp(world: World, cluster: Cluster): void {
  const { now } = world.timeline;
  Object.assign(cluster, { state: 'RUNNING', stateMessage: '' });
  cluster.sparkContextId += 1n;
  note(cluster, now, 'RUNNING', sizeOf(cluster));
  note(cluster, now, 'DRIVER_HEALTHY');
}

export function restartCluster(world: World, cluster: Cluster, user: string): void {
  if (cluster.state !== 'RUNNING') throw unexpected(cluster);
  cluster.state = 'RESTARTING';
  note(cluster, world.timeline.now, 'RESTARTING', { user });
  world.timeline.in(STARTING_MS, () => {
    if (cluster.state === 'RESTARTING') clusterIsUp(world, cluster);
  });
}

export function resizeCluster(world: World, cluster: Cluster, workers: number, user: string): void {
  if (cluster.state !== 'RUNNING') throw unexpected(cluster);
  cluster.state = 'RESIZING';
  const change = { current_num_workers: cluster.workers, target_num_workers: workers };
  note(cluster, world.timeline.now, 'RESIZING', { ...change, cause: 'USER_REQUEST', user });
  world.timeline.in(RESIZING_MS, () => {
    if (cluster.state !== 'RESIZING') return;
    Object.assign(cluster, { state: 'RUNNING', workers });
    note(cluster, world.timeline.now, 'UPSIZE_COMPLETED', sizeOf(cluster));
  });
}

/** One that is terminated, or about to be, stays as it is. */
export function terminateCluster(world: World, cluster: Cluster, reason: TerminationReason, user?: string): void {
  if (!isAlive(cluster)) return;
  const { now } = world.timeline;
  Object.assign(cluster, { state: 'TERMINATING', stateMessage: messageOf(reason), reason, terminatedAt: now });
  note(cluster, now, 'TERMINATING', { reason, ...(user !== undefined && { user }) });
  world.timeline.in(STOPPING_MS, () => {
    if (cluster.state === 'TERMINATING') cluster.state = 'TERMINATED';
  });
}

export const sizeOf = ({ workers }: Cluster) => ({ current_num_workers: workers, target_num_workers: workers });

const messageOf = ({ code, parameters: { username } }: TerminationReason) =>
  username === undefined ? `Cluster terminated. Reason: ${code}` : `Terminated by ${username}`;

function unexpected({ clusterId, state }: Cluster): Refusal {
  const spoken = `${state.slice(0, 1)}${state.slice(1).toLowerCase()}`;
  return new Refusal('INVALID_STATE', `Cluster ${clusterId} is in unexpected state ${spoken}.`);
}
