/** What this app shows of a cluster. What it is configured with may hold secrets, and stays with Databricks. */
export interface Cluster {
  id: string;
  name: string;
  /** `PENDING`, `RUNNING`, `RESTARTING`, `RESIZING`, `TERMINATING`, `TERMINATED`, `ERROR`, `UNKNOWN`: there may be more. */
  state: string;
  stateMessage: string;
  /** `UI`, `API`, `JOB` and so on. */
  source?: string | undefined;
  creator?: string | undefined;
  sparkVersion?: string | undefined;
  nodeType?: string | undefined;
  workers?: number | undefined;
  autoscale?: { minWorkers: number; maxWorkers: number } | undefined;
  autoterminationMinutes?: number | undefined;
  /** In milliseconds since 1970, as all times here. */
  startedAt?: number | undefined;
  terminatedAt?: number | undefined;
  terminationReason?: TerminationReason | undefined;
}

/** Why a cluster has gone, in Databricks' words. */
export interface TerminationReason {
  code?: string | undefined;
  type?: string | undefined;
  parameters: Readonly<Record<string, string>>;
}

/** Something that has happened to a cluster. */
export interface ClusterEvent {
  at: number;
  /** `CREATING`, `RUNNING`, `NODES_LOST`, `TERMINATING` and so on: there are new ones every year. */
  type: string;
  reason?: TerminationReason | undefined;
  cause?: string | undefined;
  user?: string | undefined;
  jobRunName?: string | undefined;
  workers?: number | undefined;
  targetWorkers?: number | undefined;
  vcpus?: number | undefined;
  targetVcpus?: number | undefined;
  diskBytes?: number | undefined;
  instanceId?: string | undefined;
  /** What it says about the driver, or about a disk that did not grow. */
  message?: string | undefined;
}
