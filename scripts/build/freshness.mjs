import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundles } from './bundles.mjs';

const INPUTS = [
  'functions',
  'src',
  'local',
  'bench',
  'clients',
  'scripts/build.mjs',
  'scripts/build',
  'package-lock.json',
  'tsconfig.json',
];

const stampOf = (root) => join(root, 'dist', '.build-stamp');

/** Whether the output is there and was built from the inputs as they are now. */
export function isBuilt(root) {
  const stamp = stampOf(root);
  return (
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === fingerprint(root) &&
    bundles(root).every(({ outfile }) => existsSync(join(root, outfile)))
  );
}

/** Taken before a build, so that a file changed meanwhile leads to the next one. */
export function fingerprint(root) {
  const hash = createHash('sha256');
  for (const input of INPUTS) add(hash, root, input);
  return hash.digest('hex');
}

export function stampBuild(root, print) {
  writeFileSync(stampOf(root), print);
}

function add(hash, root, path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (!found) return;
  if (found.isDirectory()) {
    for (const name of readdirSync(join(root, path)).sort()) add(hash, root, `${path}/${name}`);
  } else {
    hash.update(`${path} ${found.size} ${found.mtimeMs}\n`);
  }
}
