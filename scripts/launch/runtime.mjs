import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchError } from './launch-error.mjs';
import { pinnedNode, root } from './paths.mjs';

/** The Node that everything runs on: the pinned one, or this very one where that could not be installed. */
export function findRuntime() {
  if (process.execPath === pinnedNode || runs(pinnedNode)) return pinnedNode;
  const pinned = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.node;
  const oldest = majorOf(pinned);
  if (majorOf(process.versions.node) < oldest) {
    throw new LaunchError(
      `The pinned Node ${pinned} is not installed, and this machine's ${process.version} is too old: run \`npm rebuild node --ignore-scripts=false\`, or use Node ${oldest} or newer.`,
    );
  }
  console.error(`The pinned Node ${pinned} is not installed: using this machine's ${process.version}.`);
  return process.execPath;
}

function runs(program) {
  return existsSync(program) && spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

function majorOf(version) {
  return Number.parseInt(version, 10);
}
