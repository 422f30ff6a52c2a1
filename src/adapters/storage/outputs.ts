import { buffer } from 'node:stream/consumers';
import type { ContainerClient } from '@azure/storage-blob';
import type { Ask } from './ask';
import { toKey } from './key';
import { errorStatus } from './storage-error';

export interface Outputs {
  /** Takes the place of what was written before: an activity may run twice. */
  write(runId: string, name: string, text: string): Promise<void>;
  read(runId: string, name: string): Promise<string | undefined>;
}

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
  };
}

/** One folder a run. */
const blobName = (runId: string, name: string) => `${toKey(runId)}/${toKey(name)}`;
