import type { ClusterPermission, Permission } from '../access';
import type { Cluster } from './clusters/cluster';
import type { Ids } from './ids';
import type { Destination } from './notifications/destination';
import type { Notification } from './notifications/notify';
import type { Pipeline } from './pipelines/pipeline';
import type { Job, Overrides, Run, TaskRun } from './runs/run';
import type { ServicePrincipal } from './service-principal';
import type { Query } from './statements/query';
import type { Statement, Warehouse } from './statements/statement';
import type { Program } from './tasks/program';
import type { Timeline } from './timeline';

/** Everything there is in one workspace, and what its parts need of each other. */
export interface World {
  readonly timeline: Timeline;
  readonly ids: Ids;
  /** By what names them in a task: the path of a notebook or script, a wheel's package, a jar's main class. */
  readonly programs: Map<string, Program>;
  readonly jobs: Map<bigint, Job>;
  readonly pipelines: Map<string, Pipeline>;
  /** By job, and then by the name of who was given it. Owners and admins need nothing given. */
  readonly grants: Map<bigint, Map<string, Permission>>;
  /** By id, in the order in which they were made. */
  readonly clusters: Map<string, Cluster>;
  /** As the grants of jobs, by the id of a cluster. */
  readonly clusterGrants: Map<string, Map<string, ClusterPermission>>;
  /** By the id that this workspace knows them by. */
  readonly servicePrincipals: Map<string, ServicePrincipal>;
  /** Of notifications, by their ids. */
  readonly destinations: Map<string, Destination>;
  /** SQL warehouses by their ids. */
  readonly warehouses: Map<string, Warehouse>;
  /** What SQL statements give, by `queryKey`. */
  readonly queries: Map<string, Query>;
  readonly statements: Map<string, Statement>;
  /** Signs the links to results. */
  readonly storageKey: Buffer;
  readonly runs: Map<bigint, Run>;
  readonly taskRuns: Map<bigint, TaskRun>;
  /** Runs by their token. Null once the run is deleted: its token stays used. */
  readonly tokens: Map<string, bigint | null>;
  /** Runs that wait for a free place, in the order they came. */
  readonly queue: Set<Run>;
  /** Begun and not ended, by job. */
  readonly activeRuns: Map<bigint, Set<Run>>;
  readonly active: { taskRuns: number; parentTasks: number };
  /** When jobs were created or runs submitted, in the last hour. */
  readonly creations: number[];
  runCount: number;
  /** Starts the run a run-job task asks for. Given from outside, as starting runs is what leads to tasks. */
  startChild(jobId: bigint, overrides: Overrides, parent: TaskRun): Run | undefined;
  /** A run has ended, so one that is queued may begin. Given from outside for the same reason. */
  placesFreed(): void;
  /** Somebody is to be told of a run. Given from outside, as the simulation has no way out. */
  sendOut(notification: Notification): void;
}
