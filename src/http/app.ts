import type { Databricks } from '../adapters/databricks/databricks';
import type { Instances } from '../adapters/durable/instances';
import type { Claims } from '../adapters/storage/claims';
import type { Outputs } from '../adapters/storage/outputs';
import type { Runs } from '../adapters/storage/runs';
import type { Catalog } from '../contract/catalog';

/** What handlers work with. */
export interface App {
  instances: Instances;
  runs: Runs;
  claims: Claims;
  outputs: Outputs;
  databricks: Databricks;
  catalog: Catalog;
  /** The id of the job of this name. Throws the problem to answer with. */
  findJob(name: string): Promise<string>;
  /** Proves that a link was made by this app. */
  linkKey(): Promise<Buffer>;
  /** Where callers reach this app, for absolute addresses. Never taken from a request. */
  origin: string;
  /** The name and aliases under which a request may name the workspace. */
  workspaceNames: readonly string[];
  defaultTimeoutSeconds: number;
  showsStandardUrls: boolean;
  now(): number;
  newId(): string;
  sleep(ms: number): Promise<void>;
}
