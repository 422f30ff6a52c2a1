import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { bundles } from './build/bundles.mjs';
import { fingerprint, stampBuild } from './build/freshness.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  sourcemap: 'linked',
  keepNames: true,
  logLevel: 'warning',
  write: false,
};

async function build() {
  const print = fingerprint(root);
  for (const { outfile, options } of bundles(root)) {
    const { outputFiles } = await esbuild.build({ ...shared, ...options, outfile });
    for (const { path, contents } of outputFiles) replace(path, contents);
  }
  stampBuild(root, print);
}

/** A build that is killed must not leave half a file, nor may another one read it. */
function replace(path, contents) {
  const temporary = `${path}.${process.pid}.tmp`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(temporary, contents);
  renameSync(temporary, path);
}

try {
  await build();
} catch (error) {
  if (!error.errors) throw error;
  process.exitCode = 1; // esbuild has said what is wrong
}
