import { randomBytes } from 'node:crypto';
import { odata, type TableClient } from '@azure/data-tables';
import type { Ask } from './ask';
import { errorCode, errorStatus } from './storage-error';

const PARTITION = 'key';
const KEY_BYTES = 32;

export interface LinkKeys {
  /** Signs links: made by whoever needs it first, and the same in every process from then on. */
  linkKey(): Promise<Buffer>;
  /** Of the version before, if there was one: its links are good until they expire. */
  formerLinkKey(): Promise<Buffer | undefined>;
}

/** Raising the version makes a new key. Raising it by two ends all links at once, and for good. */
export function createLinkKeys(claims: Ask<TableClient>, version: number): LinkKeys {
  const row = rowOf(version);

  async function readOrMake(): Promise<Buffer> {
    const found = (await read(row)) ?? (await make()) ?? (await read(row));
    if (!found) throw new Error('the key for links could be neither read nor made');
    return found;
  }

  async function read(rowKey: string): Promise<Buffer | undefined> {
    try {
      const kept = await claims((client, options) => client.getEntity<{ key: string }>(PARTITION, rowKey, options));
      const key = Buffer.from(kept.key, 'base64url');
      if (key.length !== KEY_BYTES) throw new Error('the key for links in the storage is damaged');
      return key;
    } catch (error) {
      if (errorStatus(error) === 404) return undefined;
      throw error;
    }
  }

  /** Nothing when somebody else was faster. */
  async function make(): Promise<Buffer | undefined> {
    const key = randomBytes(KEY_BYTES);
    const kept = { partitionKey: PARTITION, rowKey: row, key: key.toString('base64url') };
    try {
      await claims((client, options) => client.createEntity(kept, options));
      await removeOlder();
      return key;
    } catch (error) {
      if (errorCode(error) === 'EntityAlreadyExists') return undefined;
      throw error;
    }
  }

  /** What was ended must not come back with a lower version. */
  async function removeOlder(): Promise<void> {
    const queryOptions = { filter: odata`PartitionKey eq ${PARTITION}` };
    const page = await claims((client, options) =>
      client
        .listEntities({ ...options, queryOptions })
        .byPage()
        .next(),
    );
    const valid = [row, rowOf(version - 1)];
    for (const { rowKey } of page.done ? [] : page.value) {
      if (rowKey === undefined || valid.includes(rowKey)) continue;
      await claims((client, options) => client.deleteEntity(PARTITION, rowKey, options));
    }
  }

  return {
    linkKey: once(readOrMake),
    formerLinkKey: once(async () => (version > 1 ? read(rowOf(version - 1)) : undefined)),
  };
}

const rowOf = (version: number): string => (version === 1 ? 'links' : `links-${version}`);

/** What was had is kept; a failure is not. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | undefined;
  return () => {
    known ??= work().catch((error) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}
