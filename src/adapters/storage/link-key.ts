import { randomBytes } from 'node:crypto';
import type { TableClient } from '@azure/data-tables';
import type { Ask } from './ask';
import { errorCode, errorStatus } from './storage-error';

const PARTITION = 'key';
const ROW = 'links';
const KEY_BYTES = 32;

/** The key that links are signed with: made by whoever needs it first, and the same in every process from then on. */
export function createLinkKey(claims: Ask<TableClient>): () => Promise<Buffer> {
  let known: Promise<Buffer> | undefined;

  async function readOrMake(): Promise<Buffer> {
    const found = (await read()) ?? (await make()) ?? (await read());
    if (!found) throw new Error('the key for links could be neither read nor made');
    return found;
  }

  async function read(): Promise<Buffer | undefined> {
    try {
      const row = await claims((client, options) => client.getEntity<{ key: string }>(PARTITION, ROW, options));
      const key = Buffer.from(row.key, 'base64url');
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
    const row = { partitionKey: PARTITION, rowKey: ROW, key: key.toString('base64url') };
    try {
      await claims((client, options) => client.createEntity(row, options));
      return key;
    } catch (error) {
      if (errorCode(error) === 'EntityAlreadyExists') return undefined;
      throw error;
    }
  }

  return () => {
    known ??= readOrMake().catch((error) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}
