import { randomUUID } from 'node:crypto';
import { odata, RestError, TableClient, type TransactionAction } from '@azure/data-tables';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import type { Log } from '../../log';
import type { Decision } from '../decider/decision';
import type { HistoryEvent, ReceivedEvent } from '../history/event';
import { hasEnded, type Instance } from '../instance';
import { type Store, StoreConflict } from './store';
import { fromKey, toKey } from './table-key';

/**
 * One table holds everything, one partition an instance: the row `instance`, a row for each message not yet taken
 * (`inbox;…`), and a row for each finished episode (`history;EXECUTION;…`). So a commit is one transaction.
 * Texts that a table cell cannot hold lie in blobs beside it, written before the row that names them.
 */
type Row = {
  partitionKey: string;
  rowKey: string;
  text?: string;
  textBlob?: string;
  alive?: boolean;
};

interface EpisodeText {
  events: HistoryEvent[];
  work: Decision[];
}

const INSTANCE = 'instance';
/** A cell holds 64 KiB of UTF-16. */
const LONGEST_CELL = 32_000;
/** In one transaction. */
const MOST_ACTIONS = 100;

/** A text that its row names is not there: the storage has lost it. */
class Damaged extends Error {}

export async function openTableStore(connectionString: string, hubName: string, log: Log): Promise<Store> {
  const options = { allowInsecureConnection: true };
  const table = TableClient.fromConnectionString(connectionString, `${hubName}Local`, options);
  const blobs = BlobServiceClient.fromConnectionString(connectionString).getContainerClient(
    `${hubName.toLowerCase()}-local-large`,
  );
  await Promise.all([table.createTable(), blobs.createIfNotExists()]);
  const texts = largeTexts(blobs);

  async function toRow(instance: Instance): Promise<Row> {
    return {
      partitionKey: toKey(instance.instanceId),
      rowKey: INSTANCE,
      alive: !hasEnded(instance),
      ...(await texts.write(instance, JSON.stringify(instance))),
    };
  }

  async function readJson<T>(row: Row): Promise<T> {
    return JSON.parse(row.text ?? (await texts.read(row.textBlob ?? '')));
  }

  async function rowsOf(partitionKey: string, from = '', to = '~') {
    const filter = odata`PartitionKey eq ${partitionKey} and RowKey ge ${from} and RowKey lt ${to}`;
    const rows = [];
    for await (const row of table.listEntities<Row>({ queryOptions: { filter } })) rows.push(row);
    return rows;
  }

  async function deleteRows(rows: { partitionKey: string; rowKey: string }[]): Promise<void> {
    for (let at = 0; at < rows.length; at += MOST_ACTIONS) {
      const batch = rows.slice(at, at + MOST_ACTIONS);
      try {
        await table.submitTransaction(batch.map((row): TransactionAction => ['delete', keysOf(row)]));
      } catch (error) {
        unless(404)(error); // one of them is gone already, and so none of the others was deleted
        for (const row of batch) await table.deleteEntity(row.partitionKey, row.rowKey).catch(unless(404));
      }
    }
  }

  return {
    async start(instance, replacing) {
      const row = await toRow(instance);
      try {
        if (!replacing) return etagOf(await table.createEntity(row));
        const { partitionKey } = row;
        const old = replacing.inbox.map((rowKey) => ({ partitionKey, rowKey }));
        const done = await table.submitTransaction([
          ['update', row, 'Replace', { etag: replacing.version }],
          ...old.slice(0, MOST_ACTIONS - 1).map((message): TransactionAction => ['delete', message]),
        ]);
        await deleteRows(old.slice(MOST_ACTIONS - 1));
        return etagOf(done.subResponses[0] ?? {});
      } catch (error) {
        throw conflictOr(error, instance.instanceId);
      }
    },

    async read(instanceId) {
      const row = await table.getEntity<Row>(toKey(instanceId), INSTANCE).catch(unless(404));
      return row && { instance: await readJson<Instance>(row), version: row.etag };
    },

    async load(instanceId) {
      const rows = await rowsOf(toKey(instanceId));
      for (const { rowKey } of rows) orderAfter(rowKey);
      const row = rows.find(({ rowKey }) => rowKey === INSTANCE);
      if (!row) return undefined;
      const instance = await readJson<Instance>(row);
      const episodes = rows.filter(({ rowKey }) => rowKey.startsWith(historyPrefix(instance.executionId)));
      const inbox = rows.filter(({ rowKey }) => rowKey.startsWith('inbox;'));
      const told = await Promise.all(episodes.map((episode) => readJson<EpisodeText>(episode)));
      return {
        instance,
        history: told.flatMap((episode) => episode.events),
        work: told.flatMap((episode) => episode.work),
        inbox: await Promise.all(
          inbox.map(async (entry) => ({ key: entry.rowKey, event: await readJson<ReceivedEvent>(entry) })),
        ),
        version: row.etag,
      };
    },

    async *list({ idPrefix = '', alive = false } = {}) {
      const living = alive ? ' and alive eq true' : '';
      const filter = odata`RowKey eq ${INSTANCE}` + living;
      for await (const row of table.listEntities<Row>({ queryOptions: { filter } })) {
        const id = fromKey(row.partitionKey);
        if (!id.startsWith(idPrefix)) continue;
        try {
          yield await readJson<Instance>(row);
        } catch (error) {
          if (!(error instanceof Damaged)) throw error;
          log('error', 'durable', `instance ${id} is left out: ${error.message}`);
        }
      }
    },

    async enqueue(instanceId, event) {
      const rowKey = `inbox;${orderedNow()}`;
      const cell = await texts.write({ instanceId, executionId: 'inbox' }, JSON.stringify(event));
      await table.createEntity({ partitionKey: toKey(instanceId), rowKey, ...cell });
      return rowKey;
    },

    async discard(instanceId, keys) {
      await deleteRows(keys.map((rowKey) => ({ partitionKey: toKey(instanceId), rowKey })));
    },

    async commit({ instance, basedOn, events, work, taken }) {
      const partitionKey = toKey(instance.instanceId);
      const told: EpisodeText = { events, work };
      const episode = {
        partitionKey,
        rowKey: `${historyPrefix(instance.executionId)}${orderedNow()}`,
        ...(await texts.write(instance, JSON.stringify(told))),
      };
      const actions: TransactionAction[] = [
        ['update', await toRow(instance), 'Replace', { etag: basedOn }],
        ['create', episode],
        ...taken.map((rowKey): TransactionAction => ['delete', { partitionKey, rowKey }]),
      ];
      try {
        const done = await table.submitTransaction(actions);
        return etagOf(done.subResponses[0] ?? {}); // of the instance's row
      } catch (error) {
        throw conflictOr(error, instance.instanceId);
      }
    },

    async dropGeneration(instanceId, executionId) {
      const prefix = historyPrefix(executionId);
      await deleteRows(await rowsOf(toKey(instanceId), prefix, `${prefix}~`));
      await texts.drop(instanceId, executionId);
    },

    async purge(instanceId) {
      const rows = await rowsOf(toKey(instanceId));
      // The instance goes last, so that what a crash leaves of it can be purged again.
      const row = rows.filter(({ rowKey }) => rowKey === INSTANCE);
      await deleteRows(rows.filter(({ rowKey }) => rowKey !== INSTANCE));
      await deleteRows(row);
      await texts.drop(instanceId);
    },
  };
}

/** Keeps long texts in blobs, named by the generation that they belong to. */
function largeTexts(blobs: ContainerClient) {
  const folder = (instanceId: string, executionId?: string) =>
    executionId ? `i-${toKey(instanceId)}/${executionId}/` : `i-${toKey(instanceId)}/`; // no id is `..` by this
  return {
    async write(
      owner: { instanceId: string; executionId: string },
      text: string,
    ): Promise<Pick<Row, 'text' | 'textBlob'>> {
      if (text.length <= LONGEST_CELL) return { text };
      const textBlob = `${folder(owner.instanceId, owner.executionId)}${randomUUID()}`;
      await blobs.getBlockBlobClient(textBlob).upload(text, Buffer.byteLength(text));
      return { textBlob };
    },
    async read(name: string): Promise<string> {
      const text = await blobs.getBlobClient(name).downloadToBuffer().catch(unless(404));
      if (!text) throw new Damaged(`a part of it is missing from the storage (${name})`);
      return text.toString('utf8');
    },
    async drop(instanceId: string, executionId?: string): Promise<void> {
      for await (const blob of blobs.listBlobsFlat({ prefix: folder(instanceId, executionId) })) {
        await blobs.getBlobClient(blob.name).deleteIfExists();
      }
    },
  };
}

const historyPrefix = (executionId: string) => `history;${executionId};`;
const keysOf = ({ partitionKey, rowKey }: { partitionKey: string; rowKey: string }) => ({ partitionKey, rowKey });
/** A write with an empty version would be taken by the table for a write with none. */
function etagOf({ etag }: { etag?: string | undefined }): string {
  if (!etag) throw new Error('the storage answered a write without an ETag');
  return etag;
}

let lastOrder = 0;
/** Grows with every call, also when the clock does not: keys sort by when they were made. */
function orderedNow(): string {
  lastOrder = Math.max(lastOrder + 1, Date.now() * 1000);
  return String(lastOrder).padStart(17, '0');
}

/** A clock that was put back must not put new rows before those that are there. */
function orderAfter(rowKey: string): void {
  lastOrder = Math.max(lastOrder, Number(/;(\d+)$/.exec(rowKey)?.[1] ?? 0));
}

function unless(status: number) {
  return (error: unknown): undefined => {
    if (error instanceof RestError && error.statusCode === status) return undefined;
    throw error;
  };
}

function conflictOr(error: unknown, instanceId: string): unknown {
  const lost = error instanceof RestError && [404, 409, 412].includes(error.statusCode ?? 0);
  return lost ? new StoreConflict(`instance ${instanceId} was written by somebody else`) : error;
}
