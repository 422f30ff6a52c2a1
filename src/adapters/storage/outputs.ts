import { buffer } from 'node:stream/consumers';
import type { BlobItem, ContainerClient } from '@azure/storage-blob';
import type { Ask } from './ask';
import { fromKey, toKey } from './key';
import { errorStatus } from './storage-error';

export interface Outputs {
  /** Takes the place of what was written before: an activity may run twice. */
  write(runId: string, name: string, text: string): Promise<void>;
  read(runId: string, name: string): Promise<string | undefined>;
  /** The runs for which nothing was written since this time. */
  untouched(since: string): AsyncIterable<string>;
  /** Everything that was written for it. */
  remove(runId: string): Promise<void>;
}

const DELETED_AT_ONCE = 20;

export function createOutputs(container: Ask<ContainerClient>): Outputs {
  return {
    async write(runId, name, text) {
      const content = Buffer.from(text);
      await container((client, options) =>
        client.getBlockBlobClient(blobName(runId, name)).upload(content, content.length, {
          ...options,
          blobHTTPHeaders: { blobContentType: 'application/json' },
        }),
      );
    },

    async read(runId, name) {
      try {
        return await container(async (client, options) => {
          const { readableStreamBody } = await client
            .getBlobClient(blobName(runId, name))
            .download(0, undefined, options);
          return readableStreamBody && (await buffer(readableStreamBody)).toString();
        });
      } catch (error) {
        if (errorStatus(error) === 404) return undefined;
        throw error;
      }
    },

    async *untouched(since) {
      let folder: { runId: string | undefined; touched: boolean } | undefined;
      for await (const { name, properties } of blobs('')) {
        const runId = fromKey(name.slice(0, name.indexOf('/')));
        if (folder && folder.runId !== runId) {
          if (!folder.touched && folder.runId !== undefined) yield folder.runId;
          folder = undefined;
        }
        folder ??= { runId, touched: false };
        if (properties.lastModified.toISOString() >= since) folder.touched = true;
      }
      if (folder?.runId !== undefined && !folder.touched) yield folder.runId;
    },

    async remove(runId) {
      const names: string[] = [];
      for await (const { name } of blobs(folderOf(runId))) names.push(name);
      for (let first = 0; first < names.length; first += DELETED_AT_ONCE) {
        const some = names.slice(first, first + DELETED_AT_ONCE);
        await Promise.all(
          some.map((name) => container((client, options) => client.getBlobClient(name).deleteIfExists(options))),
        );
      }
    },
  };

  /** In the order of their names: what is in one folder comes together. */
  async function* blobs(prefix: string): AsyncGenerator<BlobItem> {
    let place: string | undefined;
    do {
      const settings = { maxPageSize: 1000, ...(place !== undefined && { continuationToken: place }) };
      const page = await container((client, options) =>
        client
          .listBlobsFlat({ ...options, prefix })
          .byPage(settings)
          .next(),
      );
      if (page.done) return;
      yield* page.value.segment.blobItems;
      place = page.value.continuationToken || undefined;
    } while (place !== undefined);
  }
}

/** One folder a run. */
const folderOf = (runId: string) => `${toKey(runId)}/`;
const blobName = (runId: string, name: string) => `${folderOf(runId)}${toKey(name)}`;
