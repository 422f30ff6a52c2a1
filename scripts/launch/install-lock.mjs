import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimes, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 200;
const HEARTBEAT_MS = 2_000;
const LOOKS_WITHOUT_HEARTBEAT = 300;

/**
 * Runs the work while no other process that asks for the same lock runs its own, unless what it is for gets done while
 * this waits. Calls `onWait` once if it has to wait.
 */
export async function withLock(path, { onWait, isDone }, work) {
  if (!(await acquire(path, onWait, isDone))) return;
  const heartbeat = setInterval(() => utimes(path, new Date(), new Date(), () => {}), HEARTBEAT_MS);
  try {
    // The work goes on where its child lives and we were killed, so the child holds the lock as well.
    await work({ holdAlso: (pid) => writeFileSync(path, holder([process.pid, pid])) });
  } finally {
    clearInterval(heartbeat);
    rmSync(path, { force: true });
  }
}

async function acquire(path, onWait, isDone) {
  mkdirSync(dirname(path), { recursive: true });
  let lastBeat;
  let looks = 0;
  for (let waited = false; !create(path); ) {
    const seen = read(path);
    if (seen === undefined) continue; // released just now
    // Looks are counted, not time: after a sleep of the machine everybody's time is long over.
    looks = seen.beat === lastBeat ? looks + 1 : 0;
    lastBeat = seen.beat;
    if (isDead(seen) || looks > LOOKS_WITHOUT_HEARTBEAT) {
      takeAway(path, seen.text);
      continue;
    }
    if (!waited) onWait();
    waited = true;
    await sleep(LOOK_AGAIN_MS);
    if (isDone()) return false;
  }
  return true;
}

function create(path) {
  try {
    writeFileSync(path, holder([process.pid]), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function holder(pids) {
  return JSON.stringify({ host: hostname(), pids });
}

function read(path) {
  try {
    return { text: readFileSync(path, 'utf8'), beat: statSync(path).mtimeMs };
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A number says nothing about a process of another machine, and little after a restart: then the heartbeat tells. */
function isDead({ text }) {
  const { host, pids } = parse(text);
  return host === hostname() && !pids.some(isAlive);
}

/** Between its creation and its first byte a lock is empty: it belongs to somebody we cannot ask about. */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { host: undefined, pids: [] };
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Moves the file away before it looks again, so that of two takers one cannot remove the other's new lock. */
function takeAway(path, expected) {
  const taken = `${path}.${process.pid}`;
  try {
    renameSync(path, taken);
    if (readFileSync(taken, 'utf8') !== expected) linkSync(taken, path);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(taken, { force: true });
  }
}
