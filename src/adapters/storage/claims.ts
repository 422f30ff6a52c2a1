import type { TableClient } from '@azure/data-tables';
import type { Claim, NewClaim } from '../../contract/runs/claim';
import type { Ask } from './ask';
import { sha256 } from './key';
import { errorCode, errorStatus } from './storage-error';

export interface Claims {
  /** Of all who take a key, one gets it. The same claim once more is taken too: the answer to it may have been lost. */
  take(key: string, claim: NewClaim): Promise<Taking>;
  /** False when the stale claim is no longer the one that is there. */
  replace(key: string, stale: Claim, claim: NewClaim): Promise<boolean>;
  read(key: string): Promise<Claim | undefined>;
}

export type Taking = { taken: true } | { taken: false; claim: Claim };

const PARTITION = 'claim';
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
