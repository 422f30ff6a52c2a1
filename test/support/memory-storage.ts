import { randomBytes } from 'node:crypto';
import { toCell } from '../../src/adapters/storage/cell';
import type { Claims } from '../../src/adapters/storage/claims';
import type { Outputs } from '../../src/adapters/storage/outputs';
import { fromPageToken, toPageToken } from '../../src/adapters/storage/page-token';
import { toCells } from '../../src/adapters/storage/run-entity';
import { listKey, listRange } from '../../src/adapters/storage/run-keys';
import type { RunQuery, Runs } from '../../src/adapters/storage/runs';
import type { Claim, NewClaim } from '../../src/contract/runs/claim';
import type { RunRow } from '../../src/contract/runs/run-row';

export interface MemoryStorage {
  runs: Runs;
  claims: Claims;
  outputs: Outputs;
  linkKey: () => Promise<Buffer>;
  formerLinkKey: () => Promise<Buffer | undefined>;
}

/** What the tables and blobs do, held to it by the same tests. */
export function createMemoryStorage(): MemoryStorage {
  const key = randomBytes(32);
  return {
    runs: memoryRuns(),
    claims: memoryClaims(),
    outputs: memoryOutputs(),
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
      return row && { ...row };
    },
    async update(id, changes) {
      const row = rows.get(id);
      if (!row) throw new Error(`there is no row of the run ${id}`);
      rows.set(id, { ...row, ...toCells(changes) });
    },
    async forgetCallback(id, cell) {
      const row = rows.get(id);
      if (row?.callback === cell) rows.set(id, { ...row, callback: '' });
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

const asStored = (row: RunRow): RunRow => ({ ...(toCells(row) as unknown as RunRow) });

function matches(row: RunRow, { job, outcome }: Pick<RunQuery, 'job' | 'outcome'>): boolean {
  if (job !== undefined && ![row.job, row.jobId, row.jobName].includes(toCell(job))) return false;
  return outcome === undefined || outcome === (row.outcome ?? 'none');
}

function memoryClaims(): Claims {
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
  };
}

function memoryOutputs(): Outputs {
  const texts = new Map<string, string>();
  const place = (...names: string[]) => JSON.stringify(names);
  return {
    async write(runId, name, text) {
      texts.set(place(runId, name), text.toWellFormed());
    },
    async read(runId, name) {
      return texts.get(place(runId, name));
    },
  };
}
