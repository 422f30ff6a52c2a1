import type { Workspace, Workspaces } from '../adapters/databricks/workspaces';
import type { Instances } from '../adapters/durable/instances';
import type { Claims } from '../adapters/storage/claims';
import type { Outputs } from '../adapters/storage/outputs';
import type { RunIndex } from '../adapters/storage/run-index';
import type { Runs } from '../adapters/storage/runs';
import type { Turns } from '../adapters/storage/turns';
import type { Changeable } from '../contract/allowed-changes';
import type { CallbackRules } from '../contract/callbacks/callback';
import type { Caller, CallerAuth } from '../contract/callers/caller';
import type { Catalog } from '../contract/jobs/catalog';
import type { EventLog } from '../contract/log-events';
import type { BasicCredentials } from '../contract/notifications/basic-credentials';
import type { RunKind } from '../contract/runs/run-kind';
import type { NotTooOften } from './notifications/not-too-often';
import type { StopOnce } from './runs/stop-once';
import type { WaitingRoom } from './runs/waiting-room';

/** What handlers work with. */
export interface App {
  instances: Instances;
  runs: Runs;
  claims: Claims;
  /** Of the runs at Databricks, by their ids there. */
  index: RunIndex;
  turns: Turns;
  outputs: Outputs;
  workspaces: Workspaces;
  catalog: Catalog;
  /** The id of the job of this name. Throws the problem to answer with. */
  findJob(name: string, workspace: Workspace): Promise<string>;
  /** Proves that a link was made by this app. */
  linkKey(): Promise<Buffer>;
  /** Was used before that one. */
  formerLinkKey(): Promise<Buffer | undefined>;
  /** Where callers reach this app, for absolute addresses. Never taken from a request. */
  origin: string;
  callbackRules: CallbackRules;
  /** Who may tell this app that something has happened to a run. Undefined: nobody. */
  notifier: BasicCredentials | undefined;
  notTooOften: NotTooOften;
  stopOnce: StopOnce;
  waitingRoom: WaitingRoom;
  /** What callers may start. */
  allowedKinds: readonly RunKind[];
  /** What callers may change in Databricks. */
  allowedChanges: readonly Changeable[];
  defaultTimeoutSeconds: number;
  showsStandardUrls: boolean;
  /** How callers show who they are. */
  callerAuth: CallerAuth;
  /** Who sends the request that is being answered. */
  caller: Caller;
  /** Of that request. */
  correlationId: string;
  log: EventLog;
  now(): number;
  newId(): string;
  sleep(ms: number): Promise<void>;
}
