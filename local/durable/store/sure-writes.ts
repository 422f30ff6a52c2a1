import { type Instance, InstanceExists } from '../instance';
import { type Commit, type Store, StoreConflict, type StoredInstance } from './store';

/**
 * Writes whose answer may be lost. After a write that failed nobody knows what is stored, so the store is asked: what is
 * there already is as good as written, and not written twice.
 */

/** Stores the start of an instance, in the place of the one that had its id before. */
export async function startForSure(
  store: Store,
  instance: Instance,
  before: StoredInstance | undefined,
): Promise<string> {
  try {
    const last = before && { version: before.version, inbox: before.inbox.map(({ key }) => key) };
    return await store.start(instance, last);
  } catch (error) {
    const stored = await store.read(instance.instanceId).catch(() => undefined);
    if (stored?.instance.executionId === instance.executionId) return stored.version;
    throw error instanceof StoreConflict ? new InstanceExists('Pending') : error;
  }
}

export interface Patience {
  /** Waits a little; throws when there is nothing left to wait for. */
  pause(): Promise<void>;
  failed(why: string): void;
}

/** Stores an episode, however long the storage is away. Throws StoreConflict when somebody else wrote the instance. */
export async function commitForSure(store: Store, commit: Commit, { pause, failed }: Patience): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await store.commit(commit);
    } catch (error) {
      const stored = await readForSure(store, commit.instance.instanceId, pause);
      if (stored.version !== commit.basedOn) {
        if (JSON.stringify(stored.instance) === JSON.stringify(commit.instance)) return stored.version;
        throw new StoreConflict(`it was changed by somebody else: ${(error as Error).message}`);
      }
      if (attempt === 1) failed((error as Error).message);
    }
    await pause();
  }
}

async function readForSure(store: Store, instanceId: string, pause: Patience['pause']) {
  for (;;) {
    try {
      const stored = await store.read(instanceId);
      if (stored) return stored;
    } catch {
      await pause();
      continue;
    }
    throw new StoreConflict('it was removed by somebody else');
  }
}

/** The storage will never take it: an id too long, for example. */
export function isRefusal(error: unknown): boolean {
  const status = (error as { statusCode?: number }).statusCode ?? 0;
  return status >= 400 && status < 500;
}
