import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { toCell } from '../../src/adapters/storage/cell';
import type { Claims } from '../../src/adapters/storage/claims';
import type { Outputs } from '../../src/adapters/storage/outputs';
import { fromPageToken, toPageToken } from '../../src/adapters/storage/page-token';
import { changed, reopened, toCells, toRunRow } from '../../src/adapters/storage/run-entity';
import type { IndexedRun, RunIndex } from '../../src/adapters/storage/run-index';
import { listKey, listRange } from '../../src/adapters/storage/run-keys';
import type { RunQuery, Runs } from '../../src/adapters/storage/runs';
import type { Turn, Turns } from '../../src/adapters/storage/turns';
import type { Claim, NewClaim } from '../../src/contract/runs/claims/claim';
import { isLeftAlone } from '../../src/contract/runs/left-alone';
import type { RunRow } from '../../src/contract/runs/run-row';

export interface MemoryStorage {
  runs: Runs;
  claims: Claims;
  index: RunIndex;
  turns: Turns;
  outputs: Outputs;
  linkKey: () => Promise<Buffer>;
  formerLinkKey: () => Promise<Buffer | undefined>;
}

/** What the tables and blobs do, held to it by the same tests. */
export function createMemoryStorage(now: () => number = Date.now): MemoryStorage {
  const key = randomBytes(32);
  const index = memoryIndex();
  return {
    runs: memoryRuns(),
    claims: memoryClaims(index.rows),
    index,
    turns: memoryTurns(),
    outputs: memoryOutputs(now),
    linkKey: async () => key,
    formerLinkKey: async () => undefined,
  };
}

function memoryRuns(): Runs {
  const rows = new Map<string, RunRow>();
  return {
    async create(row) {
      listKey(row); // throws for a time that is none
      if (!rows.has(row.id)) rows.set(row.id, asStored(row));
    },
    async read(id) {
      const row = rows.get(id);
      return row && toRunRow(row);
    },
    async update(id, changes) {
      const row = rows.get(id);
      if (!row) throw new Error(`there is no row of the run ${id}`);
      rows.set(id, changed(row, changes));
    },
    async updateAsRead(before, changes) {
      const row = rows.get(before.id);
      if (!row || !isDeepStrictEqual(row, before)) return false;
      rows.set(before.id, changed(row, changes));
      return true;
    },
    async reopen(id, before, changes) {
      const row = rows.get(id);
      if (!row) throw new Error(`there is no row of the run ${id}`);
      rows.set(id, { ...reopened(row, before), ...toCells(changes) });
    },
    async forgetCallback(id, cell) {
      const row = rows.get(id);
      if (row?.callback === cell) rows.set(id, { ...row, callback: '' });
    },
    async remove(id) {
      rows.delete(id);
    },
    async list({ limit, pageToken, ...query }) {
      const { start, end } = listRange(query);
      const first = pageToken === undefined ? start : fromPageToken(pageToken);
      const found = [...rows.values()]
        .map((row) => ({ row, key: listKey(row) }))
        .filter(({ row, key }) => key >= first && key >= start && key < end && matches(row, query))
        .sort((one, other) => (one.key < other.key ? -1 : 1));
      const next = found[limit];
      return {
        runs: found.slice(0, limit).map(({ row: { callback: _, ...row } }) => row),
        ...(next && { nextPageToken: toPageToken(next.key) }),
      };
    },
  };
}

const asStored = (row: RunRow): RunRow => toRunRow(toCells(row) as unknown as RunRow);

function matches(row: RunRow, { job, kind, outcome, leftAloneFrom }: Omit<RunQuery, 'limit'>): boolean {
  if (leftAloneFrom !== undefined && !(isLeftAlone(row) && (row.endedAt ?? '') >= leftAloneFrom)) return false;
  if (job !== undefined && ![row.job, row.jobId, row.jobName, row.pipelineId].includes(toCell(job))) return false;
  if (kind !== undefined && !(kind === 'job' ? row.job !== '' : row.kind === kind)) return false;
  return outcome === undefined || outcome === (row.outcome ?? 'none');
}

/** The index lies in the same table, and so is old at the same time. */
function memoryClaims(indexed: Map<string, IndexedRun>): Claims {
  const claims = new Map<string, Claim>();
  let version = 0;
  const put = (key: string, { instanceId, nonce, bodyHash, createdAt }: NewClaim) => {
    version += 1;
    claims.set(key, { instanceId, nonce, bodyHash, createdAt, etag: `version ${version}` });
  };
  const isSame = (one: NewClaim | undefined, other: NewClaim) =>
    one?.nonce === other.nonce && one.instanceId === other.instanceId;
  return {
    async take(key, claim) {
      const found = claims.get(key);
      if (found) return isSame(found, claim) ? { taken: true } : { taken: false, claim: { ...found } };
      put(key, claim);
      return { taken: true };
    },
    async replace(key, stale, claim) {
      const found = claims.get(key);
      if (found?.etag !== stale.etag) return isSame(found, claim);
      put(key, claim);
      return true;
    },
    async read(key) {
      const found = claims.get(key);
      return found && { ...found };
    },
    async *old(before) {
      for (const [row, { instanceId, createdAt, etag }] of [...claims]) {
        if (createdAt < before) yield { instanceId, partition: 'claim', row, etag };
      }
      for (const [row, { instanceId, createdAt }] of [...indexed]) {
        if (createdAt < before) yield { instanceId, partition: 'databricksRun', row, etag: createdAt };
      }
    },
    async remove({ partition, row, etag }) {
      if (partition === 'databricksRun' && indexed.get(row)?.createdAt === etag) indexed.delete(row);
      if (claims.get(row)?.etag === etag) claims.delete(row);
    },
  };
}

function memoryTurns(): Turns {
  const turns = new Map<string, Turn>();
  let version = 0;
  return {
    async read(place) {
      const found = turns.get(place);
      return found && structuredClone(found);
    },
    async write(place, entries, etag) {
      if (turns.get(place)?.etag !== etag) return false;
      version += 1;
      turns.set(place, { entries: structuredClone([...entries]), etag: `version ${version}` });
      return true;
    },
  };
}

function memoryIndex(): RunIndex & { rows: Map<string, IndexedRun> } {
  const runs = new Map<string, IndexedRun>();
  return {
    rows: runs,
    note: async (run) => void runs.set(JSON.stringify([run.workspace, run.runId]), { ...run }),
    find: async (id) => [...runs.values()].filter(({ runId }) => runId === id),
  };
}

function memoryOutputs(now: () => number): Outputs {
  const runs = new Map<string, { texts: Map<string, string>; touchedAt: string }>();
  return {
    async write(runId, name, text) {
      const { texts } = runs.get(runId) ?? { texts: new Map() };
      runs.set(runId, { texts: texts.set(name, text.toWellFormed()), touchedAt: new Date(now()).toISOString() });
    },
    async read(runId, name) {
      return runs.get(runId)?.texts.get(name);
    },
    async *untouched(since) {
      for (const [runId, { touchedAt }] of [...runs]) if (touchedAt < since) yield runId;
    },
    async remove(runId) {
      runs.delete(runId);
    },
  };
}
