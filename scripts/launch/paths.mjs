import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const nodeModules = join(root, 'node_modules');

export const pinnedNode = join(nodeModules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Whether a program or folder belongs to this repository's packages, so that a new installation replaces it. */
export function isOurs(path) {
  const below = relative(realPath(nodeModules), realPath(path));
  return below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}

function realPath(path) {
  try {
    return realpathSync(path);
  } catch {
    return path; // not there
  }
}
