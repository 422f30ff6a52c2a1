import type { Decision } from '../decider/decision';
import type { HistoryEvent, ReceivedEvent } from '../history/event';
import type { Instance } from '../instance';

/** A message from outside that no episode has taken yet. */
export interface InboxEntry {
  key: string;
  event: ReceivedEvent;
}

export interface StoredInstance {
  instance: Instance;
  /** Of the current generation. */
  history: HistoryEvent[];
  /** What the episodes of the current generation asked for, with the inputs that a history does not hold. */
  work: Decision[];
  inbox: InboxEntry[];
  /** Changes with every write of the instance; a commit names the one it was made from. */
  version: string;
}

/** One finished episode. */
export interface Commit {
  instance: Instance;
  /** The version that the episode started from. */
  basedOn: string;
  /** The new events; after a continue-as-new, all events of the new generation. */
  events: HistoryEvent[];
  work: Decision[];
  /** Keys of the inbox entries that the episode took. */
  taken: string[];
}

/** Somebody else wrote the instance in between. */
export class StoreConflict extends Error {}

/**
 * Where instances live. Every promise resolves only when what it says is durable; a commit is all or nothing.
 */
export interface Store {
  /**
   * Inserts the instance, or puts it in the place of the one that had its id, whose waiting messages go with it. Throws
   * StoreConflict when that is not what is there.
   */
  start(instance: Instance, replacing?: { version: string; inbox: string[] }): Promise<string>;
  read(instanceId: string): Promise<{ instance: Instance; version: string } | undefined>;
  load(instanceId: string): Promise<StoredInstance | undefined>;
  /** All instances, by id; or only those that have not ended. */
  list(filter?: { idPrefix?: string; alive?: boolean }): AsyncIterable<Instance>;
  enqueue(instanceId: string, event: ReceivedEvent): Promise<string>;
  discard(instanceId: string, keys: string[]): Promise<void>;
  /** Returns the new version. Throws StoreConflict when the instance is no longer at `basedOn`. */
  commit(commit: Commit): Promise<string>;
  /** Forgets a generation that the instance has left behind. */
  dropGeneration(instanceId: string, executionId: string): Promise<void>;
  purge(instanceId: string): Promise<void>;
}
