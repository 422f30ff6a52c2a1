export type ClusterState =
  | 'PENDING'
  | 'RUNNING'
  | 'RESTARTING'
  | 'RESIZING'
  | 'TERMINATING'
  | 'TERMINATED'
  | 'ERROR'
  | 'UNKNOWN';

export interface TerminationReason {
  code: string;
  type: 'SUCCESS' | 'CLIENT_ERROR' | 'CLOUD_FAILURE' | 'SERVICE_FAULT';
  parameters: Readonly<Record<string, string>>;
}

/** What befalls the cluster of a task that fails because of that. */
export interface ClusterLoss {
  nodesLost: number;
  reason: TerminationReason;
}

export interface ClusterEvent {
  timestamp: number;
  type: string;
  details: Readonly<Record<string, unknown>>;
}

/** What a cluster is made of. What the simulation does not read is kept and given back. */
export interface ClusterSpec {
  num_workers?: number;
  autoscale?: { min_workers: number; max_workers: number };
  [other: string]: unknown;
}

export interface Cluster {
  readonly clusterId: string;
  readonly name: string;
  /** A person made it, or a run of a job did. */
  readonly source: 'UI' | 'JOB';
  readonly creator: string;
  /** Whose run made it. */
  readonly jobId?: bigint | undefined;
  readonly spec: ClusterSpec;
  /** Another one each time that its driver starts. */
  sparkContextId: bigint;
  state: ClusterState;
  stateMessage: string;
  startedAt: number;
  terminatedAt: number | undefined;
  reason: TerminationReason | undefined;
  workers: number;
  /** In the order of time. */
  events: ClusterEvent[];
}

const USUAL_SPEC: ClusterSpec = {
  spark_version: '16.4.x-scala2.12',
  node_type_id: 'Standard_D4ds_v5',
};
const USUAL_WORKERS = 2;

type Beginning = Pick<Cluster, 'clusterId' | 'name' | 'source' | 'creator' | 'jobId'> & {
  spec?: ClusterSpec | undefined;
  sparkContextId?: bigint;
};

export function newCluster({ spec, sparkContextId = 1n, ...given }: Beginning, now: number): Cluster {
  const whole: ClusterSpec = { ...USUAL_SPEC, ...(!spec?.autoscale && { num_workers: USUAL_WORKERS }), ...spec };
  return {
    ...given,
    spec: whole,
    sparkContextId,
    state: 'PENDING',
    stateMessage: 'Starting Spark',
    startedAt: now,
    terminatedAt: undefined,
    reason: undefined,
    workers: whole.autoscale?.min_workers ?? whole.num_workers ?? 0,
    events: [],
  };
}

export const isAlive = ({ state }: Cluster): boolean => !['TERMINATING', 'TERMINATED', 'ERROR'].includes(state);

export function note(cluster: Cluster, timestamp: number, type: string, details: ClusterEvent['details'] = {}): void {
  cluster.events.push({ timestamp, type, details });
}
