import type { Readable } from 'node:stream';
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';

/** What an app does with its storage: rows and blobs, each acknowledged when the promise resolves. */
export function storage(connectionString: string) {
  const table = TableClient.fromConnectionString(connectionString, 'runs', {
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
  });
  const blobs = BlobServiceClient.fromConnectionString(connectionString, { retryOptions: { maxTries: 1 } });
  const container = blobs.getContainerClient('outputs');
  return {
    async create() {
      await table.createTable();
      await container.create();
    },
    async writeRow(name: string) {
      await table.createEntity({ partitionKey: 'p', rowKey: name, value: name });
    },
    async rows() {
      const names: string[] = [];
      for await (const { rowKey } of table.listEntities()) names.push(rowKey as string);
      return names;
    },
    async writeBlob(name: string, content: string) {
      await container.getBlockBlobClient(name).upload(content, Buffer.byteLength(content));
    },
    async writeBlobFrom(name: string, content: Readable, length: number) {
      await container.getBlockBlobClient(name).upload(() => content, length);
    },
    async readBlob(name: string) {
      return (await container.getBlockBlobClient(name).downloadToBuffer()).toString();
    },
  };
}
