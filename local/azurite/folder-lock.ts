import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log';
import { describeProcess, isRunning, type RunningProcess } from '../running-process';
import { StartupError } from '../startup-error';
import { createLock, highestLock, readHolders, writeHolders } from './lock-file';

export interface FolderLock {
  /** To be called before the keeper may touch the folder: it may live on when this process is killed. */
  addKeeper(pid: number): void;
  release(): void;
}

const LOOK_EVERY_MS = 50;

/** One host at a time uses a folder, which is made when it is missing. */
export async function lockFolder(folder: string, log: Log, patienceMs = 15_000): Promise<FolderLock> {
  try {
    mkdirSync(folder, { recursive: true });
    return await take(folder, log, patienceMs);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(`Cannot keep data in ${folder}: ${(error as Error).message}.`, { cause: error });
  }
}

/** The keeper of a dead host is given time to save what it holds. */
async function take(folder: string, log: Log, patienceMs: number): Promise<FolderLock> {
  const host = describeProcess(process.pid);
  let waited = 0;
  for (;;) {
    const last = highestLock(folder);
    const holders = readHolders(folder, last);
    if (lives(holders.host)) {
      throw new StartupError(
        `Another host (process ${holders.host.pid}) is using ${folder}. Stop it, or give this one its own folder with --data.`,
      );
    }
    if (lives(holders.keeper)) {
      const { pid } = holders.keeper;
      if (waited >= patienceMs) {
        throw new StartupError(
          `The Azurite of an earlier host (process ${pid}) is still using ${folder}. Stop it, or give this host its own folder with --data.`,
        );
      }
      if (waited === 0)
        log('information', 'azurite', `Waiting for an earlier Azurite (process ${pid}) to save its data.`);
      await sleep(LOOK_EVERY_MS);
      waited += LOOK_EVERY_MS;
    } else if (createLock(folder, last + 1, { host })) {
      return {
        addKeeper: (pid) => writeHolders(folder, last + 1, { host, keeper: describeProcess(pid) }),
        release() {
          try {
            writeHolders(folder, last + 1, {});
          } catch (error) {
            // It matters to nobody once this process has ended, and must not hide why it ends.
            log('debug', 'azurite', `The lock of ${folder} stays: ${(error as Error).message}.`);
          }
        },
      };
    }
  }
}

function lives(holder: RunningProcess | undefined): holder is RunningProcess {
  return holder !== undefined && isRunning(holder);
}
