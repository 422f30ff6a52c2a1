import { hostname } from 'node:os';
import { TableClient } from '@azure/data-tables';
import { type Azurite, startAzurite } from '../../../local/azurite/azurite';
import { lockHub } from '../../../local/durable/store/hub-lock';
import { temporaryFolder } from '../../support/host-process';
import { VirtualClock } from '../../support/virtual-clock';

const data = temporaryFolder();
let azurite: Azurite;
let clock: VirtualClock;
let table: TableClient;
let hubs = 0;
let hub = '';

beforeAll(async () => {
  azurite = await startAzurite({ dataDir: data.path, log: () => {} });
});
afterAll(async () => {
  await azurite.stop();
  await data.remove();
});
beforeEach(async () => {
  clock = new VirtualClock();
  hub = `Hub${++hubs}`;
  table = TableClient.fromConnectionString(azurite.connectionString, `${hub}Local`, { allowInsecureConnection: true });
  await table.createTable();
});

const lock = () => lockHub(azurite.connectionString, hub, clock, () => {});

/** The lock as another process holds it. */
async function heldBy(pid: number, machine: string, untilMs: number): Promise<void> {
  const row = { partitionKey: '^lock', rowKey: 'hub', pid, machine, until: clock.now() + untilMs };
  await table.upsertEntity(row, 'Replace');
}

const holder = async () => (await table.getEntity<{ pid: number }>('^lock', 'hub')).pid;

test('a hub that a running process of this machine holds is refused, naming it', async () => {
  await heldBy(process.ppid, hostname(), -1000); // however late it is with its renewal
  await expect(lock()).rejects.toThrow(
    `Another host (process ${process.ppid} on ${hostname()}) is running the task hub ${hub} on this storage. Stop it first.`,
  );
});

test('a dead process of this machine is replaced at once', async () => {
  const neverAPid = 2 ** 22 + 1;
  await heldBy(neverAPid, hostname(), 30_000);
  const held = await lock();
  expect(await holder()).toBe(process.pid);
  await held.release();
});

test("a process that has a dead one's number is not taken for it", async () => {
  const row = { partitionKey: '^lock', rowKey: 'hub', machine: hostname(), until: clock.now() + 30_000 };
  await table.upsertEntity({ ...row, pid: process.ppid, started: 'in another life' }, 'Replace');
  await (await lock()).release();
});

test('a holder on another machine is replaced only when its time is over', async () => {
  await heldBy(1, 'another-machine', 30_000);
  await expect(lock()).rejects.toThrow('process 1 on another-machine');
  await heldBy(1, 'another-machine', -1);
  await (await lock()).release();
});

test('a lock is renewed while it is held, and gone when it is released', async () => {
  const held = await lock();
  const until = async () => Number((await table.getEntity<{ until: number }>('^lock', 'hub')).until);
  const first = await until();
  await clock.advance(10_000);
  while ((await until()) === first) await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await until()) - first).toBe(10_000);
  await held.release();
  await expect(holder()).rejects.toThrow();
});

test('a lock that is released while it is being renewed is gone for good', async () => {
  const held = await lock();
  await clock.advance(10_000); // the storage has not answered yet
  await held.release();
  await clock.advance(60_000);
  await expect(holder()).rejects.toThrow();
});

test('of two that take a free lock at once, one gets it', async () => {
  const results = await Promise.allSettled([lock(), lock()]);
  const won = results.filter(({ status }) => status === 'fulfilled');
  expect(won.length).toBeGreaterThanOrEqual(1); // the second may come late and find its own process
  expect(await holder()).toBe(process.pid);
});
