import type { Databricks } from '../adapters/databricks/databricks';
import type { Instances } from '../adapters/durable/instances';
import type { Claims } from '../adapters/storage/claims';
import type { Outputs } from '../adapters/storage/outputs';
import type { Runs } from '../adapters/storage/runs';
import type { CallbackRules } from '../contract/callback';
import type { Catalog } from '../contract/catalog';
import type { EventLog } from '../contract/log-events';
import type { Answer } from '../domain/answer';

/** What handlers work with. */
export interface App {
  instances: Instances;
  runs: Runs;
  claims: Claims;
  outputs: Outputs;
  databricks: Databricks;
  /** Where that is, and whether this app can show there who it is. For the self-check only. */
  workspace: { host: string; authType: string; signIn(): Promise<Answer<unknown>> };
  catalog: Catalog;
  /** The id of the job of this name. Throws the problem to answer with. */
  findJob(name: string): Promise<string>;
  /** Proves that a link was made by this app. */
  linkKey(): Promise<Buffer>;
  /** Where callers reach this app, for absolute addresses. Never taken from a request. */
  origin: string;
  /** The name and aliases under which a request may name the workspace. */
  workspaceNames: readonly string[];
  callbackRules: CallbackRules;
  defaultTimeoutSeconds: number;
  showsStandardUrls: boolean;
  /** Of the request that is being answered. */
  correlationId: string;
  log: EventLog;
  now(): number;
  newId(): string;
  sleep(ms: number): Promise<void>;
}
