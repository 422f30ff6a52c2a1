import { odata, type TableClient } from '@azure/data-tables';
import type { Claim, NewClaim } from '../../contract/runs/claims/claim';
import type { Ask } from './ask';
import { sha256 } from './key';
import { errorCode, errorStatus } from './storage-error';

export interface Claims {
  /** Of all who take a key, one gets it. The same claim once more is taken too: the answer to it may have been lost. */
  take(key: string, claim: NewClaim): Promise<Taking>;
  /** False when the stale claim is no longer the one that is there. */
  replace(key: string, stale: Claim, claim: NewClaim): Promise<boolean>;
  read(key: string): Promise<Claim | undefined>;
  /** Whatever has claimed something before this time, for a run. */
  old(before: string): AsyncIterable<OldClaim>;
  /** Unless it was replaced since it was read. */
  remove(claim: OldClaim): Promise<void>;
}

export interface OldClaim {
  instanceId: string;
  partition: string;
  row: string;
  etag: string;
}

export type Taking = { taken: true } | { taken: false; claim: Claim };

const PARTITION = 'claim';
const KEYS_PARTITION = 'key';
const MOST_TRIES = 3;

export function createClaims(table: Ask<TableClient>): Claims {
  async function read(key: string): Promise<Claim | undefined> {
    try {
      const { instanceId, nonce, bodyHash, createdAt, etag } = await table((client, options) =>
        client.getEntity<NewClaim>(PARTITION, sha256(key), options),
      );
      return { instanceId, nonce, bodyHash, createdAt, etag };
    } catch (error) {
      if (errorStatus(error) === 404) return undefined;
      throw error;
    }
  }

  async function insert(key: string, claim: NewClaim): Promise<boolean> {
    try {
      await table((client, options) => client.createEntity(toEntity(key, claim), options));
      return true;
    } catch (error) {
      if (errorCode(error) === 'EntityAlreadyExists') return false;
      throw error;
    }
  }

  return {
    read,

    async take(key, claim) {
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        if (await insert(key, claim)) return { taken: true };
        const found = await read(key);
        if (found) return isSame(found, claim) ? { taken: true } : { taken: false, claim: found };
        // It expired in between.
      }
      throw new Error('a claim could be neither taken nor read');
    },

    async replace(key, stale, claim) {
      const { etag } = stale;
      try {
        await table((client, options) => client.updateEntity(toEntity(key, claim), 'Replace', { ...options, etag }));
        return true;
      } catch (error) {
        if (errorStatus(error) === 404) return false;
        if (errorStatus(error) !== 412) throw error;
        const found = await read(key);
        return found !== undefined && isSame(found, claim);
      }
    },

    async *old(before) {
      const filter = odata`createdAt lt ${before} and PartitionKey ne ${KEYS_PARTITION}`;
      let place: string | undefined;
      do {
        const settings = { maxPageSize: 1000, ...(place !== undefined && { continuationToken: place }) };
        const page = await table((client, options) =>
          client
            .listEntities<Partial<NewClaim>>({ ...options, queryOptions: { filter } })
            .byPage(settings)
            .next(),
        );
        if (page.done) return;
        for (const { partitionKey: partition = '', rowKey: row = '', etag, instanceId } of page.value) {
          if (instanceId !== undefined) yield { instanceId, partition, row, etag };
        }
        place = page.value.continuationToken;
      } while (place !== undefined);
    },

    async remove({ partition, row, etag }) {
      try {
        await table((client, options) => client.deleteEntity(partition, row, { ...options, etag }));
      } catch (error) {
        if (![404, 412].includes(errorStatus(error) ?? 0)) throw error;
      }
    },
  };
}

const toEntity = (key: string, { instanceId, nonce, bodyHash, createdAt }: NewClaim) => ({
  partitionKey: PARTITION,
  rowKey: sha256(key),
  instanceId,
  nonce,
  bodyHash,
  createdAt,
});

const isSame = (one: NewClaim, other: NewClaim) => one.nonce === other.nonce && one.instanceId === other.instanceId;
