import { lstatSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { withPath } from './environment.mjs';
import { withLock } from './install-lock.mjs';
import { isInstalled, removeStamp, stampInstallation } from './installed.mjs';
import { LaunchError } from './launch-error.mjs';
import { npmCommand } from './npm.mjs';
import { isOurs, nodeModules, root } from './paths.mjs';
import { runChild } from './run-child.mjs';

const INTERRUPTED = new Set(['SIGHUP', 'SIGINT', 'SIGTERM'].map((signal) => 128 + constants.signals[signal]));
const lock = join(root, '.local', 'install.lock'); // not in node_modules, which `npm ci` empties

/** Installs the packages of the lock file where they are missing, older than it, or half-finished. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  refuseLink();
  const npm = npmCommand();
  const onWait = () => console.error('Waiting for another process that installs the packages…');
  await withLock(lock, { onWait, isDone: isInstalled }, async ({ holdAlso }) => {
    if (!isInstalled()) await install(npm, holdAlso);
  });
}

/** `npm ci` would empty what the link points to, which other folders may be using. */
function refuseLink() {
  if (!lstatSync(nodeModules, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  throw new LaunchError(
    'node_modules is a link to another folder, and its packages are not those of package-lock.json. ' +
      'Remove the link, and start again.',
  );
}

async function install(npm, holdAlso) {
  console.error('Installing packages (once)…');
  removeStamp();
  const args = [...npm.args, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const exitCode = await runChild(npm.command, args, {
    ...npm.options,
    cwd: root,
    env: withPath((folders) => folders.filter((folder) => !isOurs(folder))),
    stdio: ['ignore', 'inherit', 'inherit'],
    onStart: (child) => holdAlso(child.pid),
  });
  if (INTERRUPTED.has(exitCode)) throw new LaunchError('The installation of the packages was interrupted.', exitCode);
  if (exitCode > 0) {
    throw new LaunchError(
      `The packages could not be installed: \`npm ci\` ended with ${exitCode}, for the reason above.`,
    );
  }
  stampInstallation();
}
