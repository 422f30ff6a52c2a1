import { TableServiceClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { type Azurite, startAzurite } from '../../../local/azurite/azurite';
import { createClaims } from '../../../src/adapters/storage/claims';
import { connectStorage } from '../../../src/adapters/storage/connect';
import { createLinkKeys } from '../../../src/adapters/storage/link-keys';
import { createOutputs } from '../../../src/adapters/storage/outputs';
import { createRunIndex } from '../../../src/adapters/storage/run-index';
import { createRuns } from '../../../src/adapters/storage/runs';
import { createTurns } from '../../../src/adapters/storage/turns';
import { temporaryFolder } from '../../support/host-process';
import type { MemoryStorage } from '../../support/memory-storage';

export type Stores = MemoryStorage;

export interface AzuriteStorage {
  connectionString: string;
  /** As a process of its own would. */
  connect(linkKeyVersion?: number): Stores;
  /** Deletes the tables and the container. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export async function startAzuriteStorage(): Promise<AzuriteStorage> {
  const data = temporaryFolder();
  const azurite: Azurite = await startAzurite({ dataDir: data.path, log: () => {} });
  const { connectionString } = azurite;
  const tables = TableServiceClient.fromConnectionString(connectionString, { allowInsecureConnection: true });
  const blobs = BlobServiceClient.fromConnectionString(connectionString);
  return {
    connectionString,
    connect(linkKeyVersion = 1) {
      const storage = connectStorage({ connectionString });
      return {
        runs: createRuns(storage.runs),
        claims: createClaims(storage.claims),
        index: createRunIndex(storage.claims),
        turns: createTurns(storage.claims),
        outputs: createOutputs(storage.outputs),
        ...createLinkKeys(storage.claims, linkKeyVersion),
      };
    },
    async clear() {
      await Promise.all([
        tables.deleteTable('runs'),
        tables.deleteTable('claims'),
        blobs.getContainerClient('run-outputs').deleteIfExists(),
      ]);
    },
    async stop() {
      await azurite.stop();
      await data.remove();
    },
  };
}
