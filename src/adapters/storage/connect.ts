import { TableClient, TableServiceClient, type TableServiceClientOptions } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';
import { BlobServiceClient, type ContainerClient, type StoragePipelineOptions } from '@azure/storage-blob';
import { type Ask, askFor } from './ask';

export type StorageAccount =
  | { connectionString: string }
  | { tableUrl: string; blobUrl: string; credential: TokenCredential };

export interface Storage {
  runs: Ask<TableClient>;
  claims: Ask<TableClient>;
  outputs: Ask<ContainerClient>;
}

// A caller is waiting: a storage that is away for a moment is waited for, one that is gone is told soon.
const GIVE_UP_AFTER_MS = 15_000;
const TABLE_OPTIONS: TableServiceClientOptions = {
  retryOptions: { maxRetries: 3, retryDelayInMs: 500, maxRetryDelayInMs: 4000 },
};
const BLOB_OPTIONS: StoragePipelineOptions = {
  retryOptions: { maxTries: 4, retryDelayInMs: 500, maxRetryDelayInMs: 4000 },
};

/** Sends nothing yet. */
export function connectStorage(account: StorageAccount, giveUpAfterMs = GIVE_UP_AFTER_MS): Storage {
  const table = (name: string) =>
    askFor<TableClient>(
      {
        client: tableClient(account, name),
        create: (client, options) => client.createTable(options),
        missing: 'TableNotFound',
      },
      giveUpAfterMs,
    );
  return {
    runs: table('runs'),
    claims: table('claims'),
    outputs: askFor<ContainerClient>(
      {
        client: blobClient(account).getContainerClient('run-outputs'),
        create: (client, options) => client.createIfNotExists(options),
        missing: 'ContainerNotFound',
      },
      giveUpAfterMs,
    ),
  };
}

function tableClient(account: StorageAccount, name: string): TableClient {
  if (!('connectionString' in account)) {
    return new TableClient(withoutLastSlash(account.tableUrl), name, account.credential, TABLE_OPTIONS);
  }
  const { url } = TableServiceClient.fromConnectionString(account.connectionString);
  return TableClient.fromConnectionString(account.connectionString, name, {
    ...TABLE_OPTIONS,
    allowInsecureConnection: url.startsWith('http:'), // Azurite
  });
}

function blobClient(account: StorageAccount): BlobServiceClient {
  if ('connectionString' in account) {
    return BlobServiceClient.fromConnectionString(account.connectionString, BLOB_OPTIONS);
  }
  return new BlobServiceClient(withoutLastSlash(account.blobUrl), account.credential, BLOB_OPTIONS);
}

/** Azure itself names its endpoints with one; the clients would put a second one behind it. */
const withoutLastSlash = (url: string) => url.replace(/\/+$/, '');
