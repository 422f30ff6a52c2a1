import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { type Azurite, startAzurite } from '../../../local/azurite/azurite';
import { endpoint, type Ports } from '../../../local/azurite/connection-string';
import { ANY_PORTS, DEFAULT_PORTS } from '../../../local/azurite/ports';
import type { LogLevel } from '../../../local/log';
import { StartupError } from '../../../local/startup-error';
import { holders, removeTemporaryFolders, temporaryFolder } from './folders';
import { storage } from './storage';

const started: Azurite[] = [];
const lines: [LogLevel, string][] = [];

async function start(dataDir: string, ports?: Ports) {
  const log = (level: LogLevel, _source: string, message: string) => lines.push([level, message]);
  const azurite = await startAzurite({ dataDir, log, ...(ports && { ports }) });
  started.push(azurite);
  return azurite;
}

async function refusal(dataDir: string): Promise<string> {
  const error = await start(dataDir, ANY_PORTS).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(StartupError);
  expect((error as Error).message).not.toContain('\n');
  return (error as Error).message;
}

async function occupy(port: number): Promise<Server> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch(() => {}); // taken by another is as good
  return server;
}

/** Below those that the system gives to whoever asks for any: another test may ask at the same time. */
async function freePorts(): Promise<Ports> {
  const found = new Set<number>();
  while (found.size < 3) {
    const server = await occupy(20_000 + Math.floor(Math.random() * 10_000));
    if (server.listening) found.add((server.address() as AddressInfo).port);
    server.close();
  }
  const [blob = 0, queue = 0, table = 0] = found;
  return { blob, queue, table };
}

beforeEach(() => {
  lines.length = 0;
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((azurite) => azurite.stop()));
});

afterAll(removeTemporaryFolders);

it('makes the folder, takes the ports it is given, and says nothing', async () => {
  const ports = await freePorts();
  const azurite = await start(join(temporaryFolder(), 'new', 'folder'), ports);
  expect(azurite.connectionString).toBe(
    'DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;' +
      'AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;' +
      `BlobEndpoint=${endpoint(ports.blob)};QueueEndpoint=${endpoint(ports.queue)};TableEndpoint=${endpoint(ports.table)};`,
  );
  const { create, writeBlob, writeRow } = storage(azurite.connectionString);
  await create();
  await writeRow('a');
  await writeBlob('b', 'content');
  expect((await fetch(endpoint(ports.queue))).headers.get('server')).toMatch('Azurite-Queue');
  await azurite.stop();
  expect(lines).toEqual([]);
});

it('takes other ports, and says which, when one of the usual three is taken', async () => {
  expect(DEFAULT_PORTS).toEqual({ blob: 10000, queue: 10001, table: 10002 });
  const other = await occupy(DEFAULT_PORTS.table);
  const azurite = await start(temporaryFolder());
  other.close();
  const [blob, queue, table] = [...azurite.connectionString.matchAll(/:(\d+)\//g)].map(([, port]) => port);
  expect(lines).toEqual([
    [
      'information',
      'One of the ports 10000, 10001 and 10002 is taken. ' +
        `Azurite listens on ${blob} (blob), ${queue} (queue) and ${table} (table).`,
    ],
  ]);
  await storage(azurite.connectionString).create();
});

it('takes other ports when one is taken between the look and the start', async () => {
  const { blob: port } = await freePorts(); // free for each of the three, until one has it
  const azurite = await start(temporaryFolder(), { blob: port, queue: port, table: port });
  expect(lines).toHaveLength(1);
  await storage(azurite.connectionString).create();
});

it('refuses a folder that is not one', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(await refusal(file)).toMatch(`Cannot keep data in ${file}: EEXIST`);
  expect(await refusal(join(file, 'below'))).toMatch(`Cannot keep data in ${join(file, 'below')}: ENOTDIR`);
});

it.each([
  ['unreadable', 'a line\nand another'],
  ['empty', ''],
])('refuses %s data, says what to do, and leaves it as it is', async (_, content) => {
  const folder = temporaryFolder();
  const file = join(folder, '__azurite_db_table__.json');
  writeFileSync(file, content);
  const message = await refusal(folder);
  expect(message).toMatch(`Azurite cannot use the data in ${folder} (`);
  expect(message).toMatch(/\). Move that folder away, or give this host another with --data\.$/);
  expect(message).toMatch(content ? 'table service: Unexpected token' : `${file} is empty`);
  expect(readFileSync(file, 'utf8')).toBe(content);
  expect(holders(folder)).toEqual({});
});

it('refuses a folder in which Azurite cannot write', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, '__azurite_db_queue__.json'));
  expect(await refusal(folder)).toMatch('__azurite_db_queue__');
});
