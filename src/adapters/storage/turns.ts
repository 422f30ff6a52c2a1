import type { TableClient } from '@azure/data-tables';
import type { TurnEntry } from '../../contract/runs/claims/turn';
import type { Ask } from './ask';
import { toKey } from './key';
import { errorCode, errorStatus } from './storage-error';

/** One row for each job whose runs mind each other. Whoever wants to start one writes there first. */
export interface Turns {
  read(place: string): Promise<Turn | undefined>;
  /** False when the row is no longer the one that was read, which had this version; without one, when there is a row. */
  write(place: string, entries: readonly TurnEntry[], etag: string | undefined): Promise<boolean>;
}

export interface Turn {
  entries: TurnEntry[];
  etag: string;
}

const PARTITION = 'turn';

export function createTurns(claims: Ask<TableClient>): Turns {
  return {
    async read(place) {
      try {
        const { entries, etag } = await claims((client, options) =>
          client.getEntity<{ entries: string }>(PARTITION, toKey(place), options),
        );
        return { entries: JSON.parse(entries), etag };
      } catch (error) {
        if (errorStatus(error) === 404) return undefined;
        throw error;
      }
    },

    async write(place, entries, etag) {
      const row = { partitionKey: PARTITION, rowKey: toKey(place), entries: JSON.stringify(entries) };
      try {
        await claims((client, options) =>
          etag === undefined
            ? client.createEntity(row, options)
            : client.updateEntity(row, 'Replace', { ...options, etag }),
        );
        return true;
      } catch (error) {
        const isLate = errorCode(error) === 'EntityAlreadyExists' || [404, 412].includes(errorStatus(error) ?? 0);
        if (isLate) return false;
        throw error;
      }
    },
  };
}
