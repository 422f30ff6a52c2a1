import { randomUUID } from 'node:crypto';
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningProcess } from '../running-process';

export interface Holders {
  host?: RunningProcess;
  keeper?: RunningProcess;
}

/**
 * The lock of a folder is the `lock.<n>` with the highest number, a file of JSON. A number is taken once, and the highest
 * is never removed, only emptied. So a host that wants to take over from a dead one makes the next number, and of two
 * that try at once one fails, however late it comes: removing a dead lock would have to trust that nobody was faster.
 */
export function highestLock(folder: string): number {
  return Math.max(0, ...readdirSync(folder).map((name) => Number(/^lock\.(\d+)$/.exec(name)?.[1] ?? 0)));
}

export function readHolders(folder: string, number: number): Holders {
  try {
    return JSON.parse(readFileSync(lockFile(folder, number), 'utf8')) ?? {};
  } catch {
    return {}; // there is none, or the machine went down while it was written
  }
}

/** True for the one that gets the number. */
export function createLock(folder: string, number: number, holders: Holders): boolean {
  const draft = writeDraft(folder, holders);
  try {
    linkSync(draft, lockFile(folder, number)); // unlike an exclusive open, it shows nobody a file without its content
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  if (highestLock(folder) !== number) {
    rmSync(lockFile(folder, number), { force: true }); // it had been used and tidied away before
    return false;
  }
  for (const name of readdirSync(folder)) {
    if (Number(/^lock\.(\d+)$/.exec(name)?.[1]) < number) rmSync(join(folder, name), { force: true });
  }
  return true;
}

export function writeHolders(folder: string, number: number, holders: Holders) {
  renameSync(writeDraft(folder, holders), lockFile(folder, number));
}

function writeDraft(folder: string, holders: Holders): string {
  const file = join(folder, `lock.${randomUUID()}.draft`);
  writeFileSync(file, JSON.stringify(holders));
  return file;
}

const lockFile = (folder: string, number: number) => join(folder, `lock.${number}`);
