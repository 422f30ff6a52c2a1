import { resolve } from 'node:path';
import type { Log } from '../log';
import { StartupError } from '../startup-error';
import { connectionString, type Ports } from './connection-string';
import { type FolderLock, lockFolder } from './folder-lock';
import { type KeeperProcess, spawnKeeper } from './keeper-process';
import { ANY_PORTS, areFree, DEFAULT_PORTS } from './ports';

export interface AzuriteOptions {
  /** Where the data lives. One host at a time uses it. */
  dataDir: string;
  log: Log;
  /** Taken when all three are free, else three others are. */
  ports?: Ports;
}

export interface Azurite {
  connectionString: string;
  /** Saves everything and ends. Rejects when something could not be saved. */
  stop(): Promise<void>;
  /** Resolves with the reason when Azurite ends unasked, else never. */
  ended: Promise<string>;
}

export async function startAzurite({ dataDir, log, ports = DEFAULT_PORTS }: AzuriteOptions): Promise<Azurite> {
  const folder = resolve(dataDir);
  const lock = await lockFolder(folder, log);
  try {
    const { keeper, open } = await openAt((await areFree(ports)) ? ports : ANY_PORTS, folder, lock, log);
    if (ports.blob !== 0 && open.blob !== ports.blob) log('information', 'azurite', otherPorts(ports, open));
    return { connectionString: connectionString(open), ...lifeOf(keeper, lock) };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openAt(
  ports: Ports,
  folder: string,
  lock: FolderLock,
  log: Log,
): Promise<{ keeper: KeeperProcess; open: Ports }> {
  const keeper = await spawnKeeper(log);
  lock.addKeeper(keeper.pid);
  const answer = await keeper.start(folder, ports);
  if ('ready' in answer) return { keeper, open: answer.ready };
  const { problem, message } = answer.failed;
  if (problem === 'port' && ports !== ANY_PORTS) return openAt(ANY_PORTS, folder, lock, log);
  if (problem === 'package') throw new StartupError('Azurite is not installed. Run npm install.');
  throw new StartupError(
    `Azurite cannot use the data in ${folder} (${oneLine(message)}). Move that folder away, or give this host another with --data.`,
  );
}

function lifeOf(keeper: KeeperProcess, lock: FolderLock): Pick<Azurite, 'stop' | 'ended'> {
  let stopped: Promise<void> | undefined;
  let told = false;
  const stop = async () => {
    const { saved, reason } = await keeper.stop();
    lock.release();
    if (!saved && !told) throw new Error(`${reason} What was written last may be lost.`);
  };
  return {
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
    ended: new Promise((resolve) => {
      keeper.ended.then(({ reason }) => {
        if (stopped) return;
        told = true;
        resolve(reason);
      });
    }),
  };
}

function otherPorts(wanted: Ports, open: Ports): string {
  return (
    `One of the ports ${wanted.blob}, ${wanted.queue} and ${wanted.table} is taken. ` +
    `Azurite listens on ${open.blob} (blob), ${open.queue} (queue) and ${open.table} (table).`
  );
}

/** Parsers quote what they could not read, line breaks included. */
const oneLine = (text: string) => text.replace(/\s+/g, ' ');
