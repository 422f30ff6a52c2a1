import { odata, type TableClient } from '@azure/data-tables';
import type { Ask } from './ask';
import { toKey } from './key';

/** Which instance waits for a run at Databricks. Two workspaces may have runs of the same id. */
export interface IndexedRun {
  runId: string;
  /** The alias of the workspace. */
  workspace: string;
  instanceId: string;
  createdAt: string;
}

export interface RunIndex {
  /** Takes the place of what was noted of this run before. */
  note(run: IndexedRun): Promise<void>;
  /** Of all workspaces. */
  find(runId: string): Promise<IndexedRun[]>;
}

const PARTITION = 'databricksRun';

export function createRunIndex(table: Ask<TableClient>): RunIndex {
  return {
    async note(run) {
      const entity = { ...run, partitionKey: PARTITION, rowKey: `${startOf(run.runId)}${toKey(run.workspace)}` };
      await table((client, options) => client.upsertEntity(entity, 'Replace', options));
    },

    async find(id) {
      const [start, end] = [startOf(id), `${toKey(id)}<`]; // no key holds a semicolon, and none of these comes between
      const filter = odata`PartitionKey eq ${PARTITION} and RowKey gt ${start} and RowKey lt ${end}`;
      const page = await table((client, options) =>
        client
          .listEntities<IndexedRun>({ ...options, queryOptions: { filter } })
          .byPage()
          .next(),
      );
      const rows = page.done ? [] : page.value;
      return rows.map(({ runId, workspace, instanceId, createdAt }) => ({ runId, workspace, instanceId, createdAt }));
    },
  };
}

const startOf = (runId: string) => `${toKey(runId)};`;
