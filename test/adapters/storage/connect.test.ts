import { TableClient } from '@azure/data-tables';
import { createClaims } from '../../../src/adapters/storage/claims';
import { connectStorage, type StorageAccount } from '../../../src/adapters/storage/connect';
import { createLinkKeys } from '../../../src/adapters/storage/link-keys';
import { createOutputs } from '../../../src/adapters/storage/outputs';
import { listKey } from '../../../src/adapters/storage/run-keys';
import { createRuns } from '../../../src/adapters/storage/runs';
import { type AzuriteStorage, startAzuriteStorage } from './azurite-storage';
import { startLossyTables, startTableServer } from './table-server';

const row = { id: 'one', nonce: 'nonce', submittedAt: '2026-03-01T10:00:00.000Z', timeoutSeconds: 60, job: 'job' };
const claim = { instanceId: 'one', nonce: 'nonce', bodyHash: 'hash', createdAt: '2026-03-01T10:00:00.000Z' };

function open(account: StorageAccount, giveUpAfterMs?: number) {
  const storage = connectStorage(account, giveUpAfterMs);
  return {
    runs: createRuns(storage.runs),
    claims: createClaims(storage.claims),
    outputs: createOutputs(storage.outputs),
    ...createLinkKeys(storage.claims, 1),
  };
}

async function endpointsOf(account: StorageAccount): Promise<string[]> {
  const storage = connectStorage(account);
  return [
    await storage.runs(async (client) => `${client.url} ${client.tableName}`),
    await storage.claims(async (client) => `${client.url} ${client.tableName}`),
    await storage.outputs(async (client) => client.url),
  ];
}

describe('an account', () => {
  test('is found by its addresses, with a slash at their end or without', async () => {
    const credential = { getToken: async () => null };
    const expected = [
      'https://acct.table.core.windows.net runs',
      'https://acct.table.core.windows.net claims',
      'https://acct.blob.core.windows.net/run-outputs',
    ];
    for (const end of ['', '/']) {
      const [tableUrl, blobUrl] = ['table', 'blob'].map((name) => `https://acct.${name}.core.windows.net${end}`);
      const account = { tableUrl: String(tableUrl), blobUrl: String(blobUrl), credential };
      expect(await endpointsOf(account)).toEqual(expected);
    }
  });

  test('is found by its connection string', async () => {
    const connectionString =
      'DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=a2V5;EndpointSuffix=example.org';
    expect(await endpointsOf({ connectionString })).toEqual([
      'https://acct.table.example.org runs',
      'https://acct.table.example.org claims',
      'https://acct.blob.example.org/run-outputs',
    ]);
    expect(await endpointsOf({ connectionString: 'UseDevelopmentStorage=true' })).toEqual([
      'http://127.0.0.1:10002/devstoreaccount1 runs',
      'http://127.0.0.1:10002/devstoreaccount1 claims',
      'http://127.0.0.1:10000/devstoreaccount1/run-outputs',
    ]);
  });
});

describe('a storage account', () => {
  let azurite: AzuriteStorage;
  beforeAll(async () => {
    azurite = await startAzuriteStorage();
  });
  afterAll(() => azurite.stop());
  beforeEach(() => azurite.clear());

  test('gets its tables and its container back when they are deleted', async () => {
    const { runs, claims, outputs, linkKey } = azurite.connect();
    for (let times = 0; times < 2; times++) {
      await runs.create(row);
      expect(await claims.take('key', claim)).toEqual({ taken: true });
      await outputs.write('one', 'name', 'text');
      await azurite.clear();
      expect(await runs.read('one')).toBeUndefined();
      expect(await claims.read('key')).toBeUndefined();
      expect(await outputs.read('one', 'name')).toBeUndefined();
      await azurite.clear();
      expect(await runs.list({ limit: 5 })).toEqual({ runs: [] });
      await expect(runs.update('one', {})).rejects.toThrow('there is no row');
      expect(await claims.replace('key', { ...claim, etag: 'W/"stale"' }, claim)).toBe(false);
      expect(await linkKey()).toHaveLength(32);
      await azurite.clear();
    }
  });

  test('changes nothing of a run that is being deleted', async () => {
    const { connectionString } = azurite;
    const { runs } = azurite.connect();
    await runs.create(row);
    const table = TableClient.fromConnectionString(connectionString, 'runs', { allowInsecureConnection: true });
    await table.deleteEntity('run', listKey(row));
    await expect(runs.update('one', { runId: '1' })).rejects.toThrow('there is no row of the run one');
    expect(await runs.read('one')).toEqual(row);
  });

  test('may lose the answer to any write', async () => {
    let lost = 0;
    const seen = new Set<string>();
    // The first answer to each kind of write, so that the client tries again.
    const lossy = await startLossyTables(azurite.connectionString, ({ method, url }) => {
      if (method === 'GET' || url?.includes('/Tables') || seen.has(`${method} ${url}`)) return false;
      seen.add(`${method} ${url}`);
      lost += 1;
      return true;
    });
    await azurite.connect().runs.list({ limit: 1 }); // the tables are there
    await azurite.connect().claims.read('key');
    const { runs, claims } = open({ connectionString: lossy.connectionString });

    await runs.create(row);
    expect(await runs.list({ limit: 5 })).toEqual({ runs: [row] });
    expect(await claims.take('key', claim)).toEqual({ taken: true });
    const stale = await claims.read('key');
    expect(await claims.replace('key', { ...claim, etag: String(stale?.etag) }, { ...claim, nonce: 'new' })).toBe(true);
    seen.clear();
    await runs.update('one', { runId: '1' });
    expect(await runs.read('one')).toEqual({ ...row, runId: '1' });
    expect(lost).toBe(4);
    await lossy.close();
  });
});

describe('a storage that is away', () => {
  test.each<[string, (stores: ReturnType<typeof open>) => Promise<unknown>]>([
    ['a row', ({ runs }) => runs.read('one')],
    ['a list', ({ runs }) => runs.list({ limit: 5 })],
    ['a transaction', ({ runs }) => runs.create(row)],
    ['a claim', ({ claims }) => claims.take('key', claim)],
    ['an output to write', ({ outputs }) => outputs.write('one', 'name', 'text')],
    ['an output to read', ({ outputs }) => outputs.read('one', 'name')],
    ['the key for links', ({ linkKey }) => linkKey()],
  ])('and never answers fails soon: %s', async (_, use) => {
    const silent = await startTableServer(() => {});
    const stores = open({ connectionString: silent.connectionString }, 200);
    await expect(use(stores)).rejects.toThrow('the storage account gave no answer for 0.2 seconds');
    await silent.close();
  });

  test('and refuses to be reached fails within 15 seconds', async () => {
    const gone = await startTableServer(() => {});
    await gone.close();
    const { runs, outputs } = open({ connectionString: gone.connectionString });
    const since = performance.now();
    const failed = await Promise.allSettled([runs.create(row), runs.read('one'), outputs.read('one', 'name')]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(performance.now() - since).toBeLessThan(15_000);
  });

  test('fails for all who wait for the key for links, and for nobody later', async () => {
    const azurite = await startAzuriteStorage();
    let away = true;
    const flaky = await startLossyTables(azurite.connectionString, () => away);
    const { linkKey } = open({ connectionString: flaky.connectionString }, 300);
    const failed = await Promise.allSettled([linkKey(), linkKey()]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    away = false;
    expect(await linkKey()).toEqual(await azurite.connect().linkKey());
    await flaky.close();
    await azurite.stop();
  });
});
