import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Azurite, startAzurite } from '../../../local/azurite/azurite';
import { ANY_PORTS } from '../../../local/azurite/ports';
import { gone, keeperOf, lives, locks, removeTemporaryFolders, temporaryFolder } from './folders';
import { hostProcesses } from './hosts';
import { storage } from './storage';

const hosts = hostProcesses();
const started: Azurite[] = [];
const log = jest.fn();

async function start(dataDir: string) {
  const azurite = await startAzurite({ dataDir, log, ports: ANY_PORTS });
  started.push(azurite);
  return azurite;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((azurite) => azurite.stop().catch(() => {})));
});

afterAll(async () => {
  hosts.end();
  await removeTemporaryFolders();
});

it('keeps its data over an orderly end and a new start', async () => {
  const folder = temporaryFolder();
  const first = await start(folder);
  const before = storage(first.connectionString);
  await before.create();
  await before.writeRow('a');
  await before.writeBlob('b', 'content');
  const keeper = keeperOf(folder);
  await first.stop();
  expect(lives(keeper)).toBe(false);

  const after = storage((await start(folder)).connectionString);
  expect(await after.rows()).toEqual(['a']);
  expect(await after.readBlob('b')).toBe('content');
});

it('loses nothing that it acknowledged before the host is killed', async () => {
  const folder = temporaryFolder();
  const host = await hosts.start(folder);
  const before = storage(host.connectionString);
  await before.create();
  await before.writeRow('a');
  await before.writeBlob('b', 'content');
  await host.kill();

  const after = storage((await start(folder)).connectionString);
  expect(await after.rows()).toEqual(['a']);
  expect(await after.readBlob('b')).toBe('content');
});

it('loses nothing of a request that is under way when it is asked to end', async () => {
  const folder = temporaryFolder();
  const first = await start(folder);
  const before = storage(first.connectionString);
  await before.create();
  const content = new PassThrough();
  content.write('first ');
  const written = before.writeBlobFrom('b', content, 'first second'.length);
  await sleep(200);
  const stopped = first.stop();
  await sleep(200);
  content.end('second');
  await Promise.all([written, stopped]);

  expect(await storage((await start(folder)).connectionString).readBlob('b')).toBe('first second');
});

it('loses nothing that it acknowledges in the moment in which the host is killed', async () => {
  const folder = temporaryFolder();
  const host = await hosts.start(folder);
  const before = storage(host.connectionString);
  await before.create();
  const acknowledged: string[] = [];
  const writer = async (name: string) => {
    for (let number = 0; ; number++) {
      await before.writeRow(`${name}${number}`);
      acknowledged.push(`${name}${number}`);
    }
  };
  const writers = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(writer);
  while (acknowledged.length < 100) await sleep(10);
  await host.kill();
  await Promise.allSettled(writers);

  const rows = new Set(await storage((await start(folder)).connectionString).rows());
  expect(acknowledged.length).toBeGreaterThanOrEqual(100);
  expect(acknowledged.filter((name) => !rows.has(name))).toEqual([]);
});

it('ends, and says why, when it cannot save: it must not go on acknowledging', async () => {
  const folder = temporaryFolder();
  const azurite = await start(folder);
  const pid = keeperOf(folder);
  await storage(azurite.connectionString).create();
  mkdirSync(join(folder, '__azurite_db_table__.json~')); // Azurite writes here first, every five seconds
  expect(await azurite.ended).toMatch(`Azurite (process ${pid}) ended with code 1: it cannot save its data: `);
  await azurite.stop();
});

it('says so when it cannot save at its end', async () => {
  const folder = temporaryFolder();
  const { connectionString, stop } = await start(folder);
  const pid = keeperOf(folder);
  await storage(connectionString).create();
  mkdirSync(join(folder, '__azurite_db_table__.json~'));
  await expect(stop()).rejects.toThrow(
    `Azurite (process ${pid}) ended with code 1. What was written last may be lost.`,
  );
});

it('leaves no process behind when the host is killed', async () => {
  const folder = temporaryFolder();
  const host = await hosts.start(folder);
  const keeper = keeperOf(folder);
  expect(lives(keeper)).toBe(true);
  await host.kill();
  await gone(keeper);
});

it('is not reached by a Ctrl-C in the terminal, which is for the host', async () => {
  const folder = temporaryFolder();
  const host = await hosts.start(folder);
  process.kill(-host.pid, 'SIGINT');
  await storage(host.connectionString).create();
  expect(lives(keeperOf(folder))).toBe(true);
  await host.kill();
});

it('tells the host when it ends unasked', async () => {
  const folder = temporaryFolder();
  const azurite = await start(folder);
  const keeper = keeperOf(folder);
  process.kill(keeper, 'SIGKILL');
  expect(await azurite.ended).toBe(`Azurite (process ${keeper}) was ended by SIGKILL.`);
});

it('stops after it ended unasked, its folder gone with it', async () => {
  const folder = temporaryFolder();
  const azurite = await start(folder);
  process.kill(keeperOf(folder), 'SIGKILL');
  await azurite.ended;
  rmSync(folder, { recursive: true });
  await azurite.stop();
});

it('says nothing of its end to the host that asked for it', async () => {
  const azurite = await start(temporaryFolder());
  const ended = jest.fn();
  azurite.ended.then(ended);
  await Promise.all([azurite.stop(), azurite.stop()]);
  await new Promise(setImmediate);
  expect(ended).not.toHaveBeenCalled();
});

it('refuses a second host on the same folder while the first lives', async () => {
  const folder = temporaryFolder();
  const host = await hosts.start(folder);
  await expect(start(folder)).rejects.toThrow(
    `Another host (process ${host.pid}) is using ${folder}. Stop it, or give this one its own folder with --data.`,
  );
  await storage(host.connectionString).create();
  await host.kill();
  await start(folder);
});

it('lets one of several hosts take over from a dead one', async () => {
  const folder = temporaryFolder();
  await (await hosts.start(folder)).kill();
  const contenders = await Promise.all([1, 2, 3].map(() => hosts.start(folder)));
  expect(contenders.filter(({ refusal }) => !refusal)).toHaveLength(1);
  expect(locks(folder)).toHaveLength(1);
});
