import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeModules, root } from './paths.mjs';

const lockFile = join(root, 'package-lock.json');
const stamp = join(nodeModules, '.launch-stamp');

/** npm writes this file when an installation is complete, and not before. */
const npmRecord = join(nodeModules, '.package-lock.json');

/** Whether the packages are those of the lock file, by our own stamp or by an `npm ci` that the user ran. */
export function isInstalled() {
  return (isStamped() || npmCompletedAfter(lockFile)) && directPackages().every(isThere);
}

/** Only once an installation is complete: without a stamp it counts as half-finished. */
export function stampInstallation() {
  writeFileSync(stamp, lockFileHash());
}

export function removeStamp() {
  rmSync(stamp, { force: true });
}

function isStamped() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockFileHash();
}

function lockFileHash() {
  return createHash('sha256').update(readFileSync(lockFile)).digest('hex');
}

function npmCompletedAfter(file) {
  return existsSync(npmRecord) && statSync(npmRecord).mtimeMs >= statSync(file).mtimeMs;
}

/** Development packages too: an installation without them (`--omit=dev`) cannot build or test. */
function directPackages() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.keys({ ...dependencies, ...devDependencies });
}

function isThere(name) {
  return existsSync(join(nodeModules, name, 'package.json'));
}
