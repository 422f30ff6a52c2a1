import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { searchPath } from './environment.mjs';
import { LaunchError } from './launch-error.mjs';
import { isOurs } from './paths.mjs';

/** The npm that started us, run by a Node that the installation does not replace. */
export function npmCommand() {
  const node = machineNode();
  const script = process.env.npm_execpath;
  if (script && basename(script).startsWith('npm-cli.')) return { command: node, args: [script], options: {} };
  // Node starts a .cmd file only through a shell.
  return process.platform === 'win32'
    ? { command: 'npm.cmd', args: [], options: { shell: true } }
    : { command: 'npm', args: [], options: {} };
}

/**
 * npm puts the pinned Node first on PATH, so that this may well run on it. Elsewhere the machine's own Node can then do
 * the installation while we only wait; Windows, though, cannot replace a program that runs.
 */
function machineNode() {
  if (!isOurs(process.execPath)) return process.execPath;
  const name = process.platform === 'win32' ? undefined : 'node';
  const candidates = name ? [process.env.npm_node_execpath, ...searchPath().map((folder) => join(folder, name))] : [];
  const found = candidates.find((program) => program && existsSync(program) && !isOurs(program));
  if (found) return found;
  throw new LaunchError(
    "The packages must be installed anew, and this runs on the Node among them: run `npm ci` with the machine's own Node, then try again.",
  );
}
