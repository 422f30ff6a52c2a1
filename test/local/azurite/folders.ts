import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Holders } from '../../../local/azurite/lock-file';
import { describeProcess, isRunning } from '../../../local/running-process';
import { removeFolder } from '../../support/remove-folder';

const made: string[] = [];

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'azurite-test-'));
  made.push(folder);
  return folder;
}

export async function removeTemporaryFolders() {
  await Promise.all(made.splice(0).map(removeFolder));
}

export function locks(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith('lock.'));
}

export function holders(folder: string): Holders {
  const [name] = locks(folder);
  return JSON.parse(readFileSync(join(folder, name as string), 'utf8'));
}

export function keeperOf(folder: string): number {
  return holders(folder).keeper?.pid as number;
}

export const lives = (pid: number) => isRunning(describeProcess(pid));

export async function gone(pid: number, withinMs = 5_000) {
  for (let waited = 0; lives(pid); waited += 20) {
    if (waited > withinMs) throw new Error(`Process ${pid} still runs.`);
    await sleep(20);
  }
}
