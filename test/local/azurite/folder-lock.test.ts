import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockFolder } from '../../../local/azurite/folder-lock';
import { createLock, highestLock, readHolders, writeHolders } from '../../../local/azurite/lock-file';
import { describeProcess, type RunningProcess } from '../../../local/running-process';
import { StartupError } from '../../../local/startup-error';
import { gone, holders, locks, removeTemporaryFolders, temporaryFolder } from './folders';

const children: ChildProcess[] = [];
const log = jest.fn();

function someProcess(): RunningProcess {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  children.push(child);
  return describeProcess(child.pid as number);
}

function endedProcess(): RunningProcess {
  return { pid: spawnSync(process.execPath, ['-e', '']).pid };
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  log.mockClear();
});

afterAll(removeTemporaryFolders);

describe('the lock of a folder', () => {
  it('names the host and, once it is known, the keeper, until it is released', async () => {
    const folder = temporaryFolder();
    const lock = await lockFolder(folder, log);
    expect(holders(folder)).toEqual({ host: describeProcess(process.pid) });
    const keeper = someProcess();
    lock.addKeeper(keeper.pid);
    expect(holders(folder)).toEqual({ host: describeProcess(process.pid), keeper });
    lock.release();
    expect(holders(folder)).toEqual({});
    await lockFolder(folder, log);
  });

  it('is refused to a second one in the same process', async () => {
    const folder = temporaryFolder();
    await lockFolder(folder, log);
    await expect(lockFolder(folder, log)).rejects.toThrow(`Another host (process ${process.pid}) is using ${folder}.`);
  });

  it('passes from a host that is dead', async () => {
    const folder = temporaryFolder();
    createLock(folder, 1, { host: endedProcess() });
    await lockFolder(folder, log);
    expect(locks(folder)).toEqual(['lock.2']);
  });

  it('passes from a host whose number another process has now', async () => {
    const host = describeProcess(process.pid);
    if (host.started === undefined) return; // this system does not tell
    const folder = temporaryFolder();
    createLock(folder, 1, { host: { ...host, started: 'earlier' } });
    await lockFolder(folder, log);
  });

  it.each(['', 'null', '{"host":', '{"host":"x"}'])('passes from a file that holds %j', async (content) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'lock.1'), content);
    await lockFolder(folder, log);
  });

  it('waits for the keeper of a dead host', async () => {
    const folder = temporaryFolder();
    const keeper = someProcess();
    createLock(folder, 1, { host: endedProcess(), keeper });
    const locking = lockFolder(folder, log);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(locks(folder)).toEqual(['lock.1']);
    process.kill(keeper.pid, 'SIGKILL');
    await gone(keeper.pid);
    await locking;
    expect(locks(folder)).toEqual(['lock.2']);
    expect(log.mock.calls).toEqual([
      ['information', 'azurite', `Waiting for an earlier Azurite (process ${keeper.pid}) to save its data.`],
    ]);
  });

  it('is refused, by name, when that keeper does not end', async () => {
    const folder = temporaryFolder();
    const keeper = someProcess();
    createLock(folder, 1, { host: endedProcess(), keeper });
    const refusal = lockFolder(folder, log, 100);
    await expect(refusal).rejects.toThrow(StartupError);
    await expect(refusal).rejects.toThrow(`(process ${keeper.pid}) is still using ${folder}.`);
  });
});

describe('the number of a lock', () => {
  it('is given once', () => {
    const folder = temporaryFolder();
    expect(createLock(folder, 1, {})).toBe(true);
    expect(createLock(folder, 1, { host: someProcess() })).toBe(false);
    expect(readHolders(folder, 1)).toEqual({});
  });

  it('is not given again to one that comes late, after others took it, released it and went on', () => {
    const folder = temporaryFolder();
    createLock(folder, 1, { host: endedProcess() });
    const late = highestLock(folder) + 1;
    createLock(folder, 2, { host: someProcess() });
    writeHolders(folder, 2, {});
    createLock(folder, 3, { host: describeProcess(process.pid) });
    expect(createLock(folder, late, { host: someProcess() })).toBe(false);
    expect(locks(folder)).toEqual(['lock.3']);
    expect(readHolders(folder, 3)).toEqual({ host: describeProcess(process.pid) });
  });
});
