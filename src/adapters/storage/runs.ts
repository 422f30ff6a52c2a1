import { isDeepStrictEqual } from 'node:util';
import { odata, type TableClient, type TransactionAction } from '@azure/data-tables';
import { LEFT_ALONE_CODES } from '../../contract/runs/left-alone';
import type { RunKind } from '../../contract/runs/run-kind';
import type { RunRow } from '../../contract/runs/run-row';
import type { Ask } from './ask';
import { toCell } from './cell';
import { fromPageToken, toPageToken } from './page-token';
import { changed, OUTCOME_OR_NONE, reopened, toCells, toRunRow } from './run-entity';
import { listKey, listRange, RUNS_PARTITION, runKey } from './run-keys';
import { errorCode, errorStatus } from './storage-error';

export interface Runs {
  /** Leaves the row of this id that is there already. */
  create(row: RunRow): Promise<void>;
  read(id: string): Promise<RunRow | undefined>;
  /** Changes these fields, and no other one. What is undefined is left as it is. Throws when there is no such row. */
  update(id: string, changes: RunChanges): Promise<void>;
  /** The same, if nobody has written to the row since it was read like this. False: somebody has, or it is gone. */
  updateAsRead(row: RunRow, changes: RunChanges): Promise<boolean>;
  /** Takes away the end, and the wishes to cancel that were written before this time; and changes these fields. */
  reopen(id: string, before: string, changes: RunChanges): Promise<void>;
  /** Empties the cell of the callback if it still holds this: a caller may be giving another address right now. */
  forgetCallback(id: string, cell: string): Promise<void>;
  /** Newest first. A page may hold fewer rows than asked for, even none, and yet not be the last. */
  list(query: RunQuery): Promise<RunPage>;
  /** For good. That it is not there is no error. */
  remove(id: string): Promise<void>;
}

/** Empty text takes away `runId`, `code`, `message`, `lateOutcome` and `repairTriedAt`. */
export type RunChanges = Partial<Omit<RunRow, 'id' | 'nonce' | 'submittedAt' | 'lateOutcome'>> & {
  lateOutcome?: RunRow['lateOutcome'] | '';
};

export interface RunQuery {
  /** As it was asked for, or the job's id or name, or the id of a pipeline. */
  job?: string | undefined;
  kind?: RunKind | undefined;
  /** `none`: it has not ended. */
  outcome?: string | undefined;
  /** Submitted at this time or later. */
  from?: string | undefined;
  /** Submitted before this time. */
  to?: string | undefined;
  /** Left alone by this app at this time or later, see `isLeftAlone`. */
  leftAloneFrom?: string | undefined;
  limit: number;
  /** From the page before. Any other text is a BadPageToken. */
  pageToken?: string | undefined;
}

export interface RunPage {
  runs: RunRow[];
  /** Absent on the last page. */
  nextPageToken?: string | undefined;
}

/** A table that finds nothing in some seconds answers with an empty page: so many of them are asked for at once. */
const MOST_REQUESTS = 4;

export function createRuns(table: Ask<TableClient>): Runs {
  const write = (actions: TransactionAction[]) =>
    table((client, options) => client.submitTransaction(actions, options));

  async function find(id: string): Promise<(RunRow & { etag: string }) | undefined> {
    try {
      return await table((client, options) => client.getEntity<RunRow>(RUNS_PARTITION, runKey(id), options));
    } catch (error) {
      if (errorStatus(error) === 404) return undefined;
      throw error;
    }
  }

  async function merge(row: RunRow, changes: RunChanges, condition: { etag?: string } = {}): Promise<void> {
    const cells = toCells(changes);
    const ended = changes.outcome === undefined ? {} : { [OUTCOME_OR_NONE]: changes.outcome };
    await write([
      ['update', { ...cells, ...keys(runKey(row.id)) }, 'Merge', condition],
      ['update', { ...listed(cells), ...keys(listKey(row)), ...ended }, 'Merge'],
    ]);
  }

  return {
    async create(row) {
      const cells = toCells(row);
      try {
        await write([
          ['create', { ...cells, ...keys(runKey(row.id)) }],
          ['create', { ...listed(cells), ...keys(listKey(row)), [OUTCOME_OR_NONE]: row.outcome ?? 'none' }],
        ]);
      } catch (error) {
        if (errorCode(error) !== 'EntityAlreadyExists') throw error;
      }
    },

    async read(id) {
      const row = await find(id);
      return row && toRunRow(row);
    },

    async update(id, changes) {
      const row = await find(id);
      if (!row) throw noSuchRow(id);
      try {
        await merge(row, changes);
      } catch (error) {
        throw errorStatus(error) === 404 ? noSuchRow(id) : error;
      }
    },

    async updateAsRead(row, changes) {
      for (;;) {
        const found = await find(row.id);
        if (!found) return false;
        const { etag } = found;
        const present = toRunRow(found);
        // It may be our own writing, whose answer got lost.
        if (!isDeepStrictEqual(present, row)) return isDeepStrictEqual(present, changed(row, changes));
        try {
          await merge(row, changes, { etag });
          return true;
        } catch (error) {
          if (errorStatus(error) !== 412 && errorStatus(error) !== 404) throw error; // somebody has written meanwhile
        }
      }
    },

    async reopen(id, before, changes) {
      for (;;) {
        const row = await find(id);
        if (!row) throw noSuchRow(id);
        const cells = toCells({ ...reopened(toRunRow(row), before), ...changes });
        try {
          return void (await write([
            ['update', { ...cells, ...keys(runKey(id)) }, 'Replace', { etag: row.etag }],
            ['update', { ...listed(cells), ...keys(listKey(row)), [OUTCOME_OR_NONE]: 'none' }, 'Replace'],
          ]));
        } catch (error) {
          if (errorStatus(error) === 404) throw noSuchRow(id);
          if (errorStatus(error) !== 412) throw error; // somebody has written meanwhile
        }
      }
    },

    async forgetCallback(id, cell) {
      for (;;) {
        const row = await find(id);
        if (row?.callback !== cell) return;
        try {
          const { etag } = row;
          const emptied = { ...keys(runKey(id)), callback: '' };
          return void (await table((client, options) => client.updateEntity(emptied, 'Merge', { ...options, etag })));
        } catch (error) {
          if (errorStatus(error) !== 412) throw error; // somebody has written meanwhile
        }
      }
    },

    async remove(id) {
      const row = await find(id);
      if (!row) return;
      const actions: TransactionAction[] = [runKey(id), listKey(row)].map((rowKey) => ['delete', keys(rowKey)]);
      await write(actions).catch((error) => {
        if (errorStatus(error) !== 404) throw error; // somebody else was faster
      });
    },

    async list({ limit, pageToken, ...query }) {
      const runs: RunRow[] = [];
      const queryOptions = { filter: toFilter(query) };
      let place = pageToken === undefined ? undefined : fromPageToken(pageToken);
      for (let requests = 0; requests < MOST_REQUESTS; requests++) {
        const settings = {
          maxPageSize: limit - runs.length,
          ...(place !== undefined && { continuationToken: place }),
        };
        const page = await table((client, options) =>
          client
            .listEntities<RunRow>({ ...options, queryOptions })
            .byPage(settings)
            .next(),
        );
        const rows = page.done ? undefined : page.value;
        runs.push(...(rows ?? []).map(toRunRow));
        place = rows?.continuationToken;
        if (place === undefined || runs.length >= limit) break;
      }
      return { runs, ...(place !== undefined && { nextPageToken: toPageToken(place) }) };
    },
  };
}

function toFilter({ job, kind, outcome, leftAloneFrom, ...times }: Omit<RunQuery, 'limit' | 'pageToken'>): string {
  const { start, end } = listRange(times);
  const conditions = [odata`PartitionKey eq ${RUNS_PARTITION} and RowKey ge ${start} and RowKey lt ${end}`];
  if (job !== undefined) {
    const name = toCell(job);
    conditions.push(odata`(job eq ${name} or jobId eq ${name} or jobName eq ${name} or pipelineId eq ${name})`);
  }
  // Of a job no kind is written down, and a table can't be asked for what is missing.
  if (kind !== undefined) conditions.push(kind === 'job' ? odata`job ne ${''}` : odata`kind eq ${kind}`);
  if (outcome !== undefined) conditions.push(odata`outcomeOrNone eq ${outcome}`);
  if (leftAloneFrom !== undefined) {
    const codes = LEFT_ALONE_CODES.map((code) => odata`code eq ${code}`);
    const outcomes = [odata`outcomeOrNone eq ${'unknown'}`];
    conditions.push(odata`endedAt ge ${leftAloneFrom}`, `(${[...outcomes, ...codes].join(' or ')})`);
  }
  return conditions.join(' and ');
}

/** Who lists runs has no use for addresses of callers, and one place to take them away from is enough. */
function listed({ callback: _, ...cells }: ReturnType<typeof toCells>): ReturnType<typeof toCells> {
  return cells;
}

const keys = (rowKey: string) => ({ partitionKey: RUNS_PARTITION, rowKey });
const noSuchRow = (id: string) => new Error(`there is no row of the run ${id}`);
