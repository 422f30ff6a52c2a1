import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { zip } from './package/zip.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const BUNDLE = 'dist/functions/main.js';
/** Either may be missing: then there are no aliases, and roles alone say what a caller may do. */
const OWN_FILES = ['jobs.json', 'callers.json'];

/** What the host and the bundle read. The bundle needs no package, and its map is larger than itself. */
function filesOfTheApp() {
  const { name, version, main } = JSON.parse(read('package.json'));
  const manifest = { name, version, private: true, type: 'commonjs', main };
  return {
    'host.json': read('host.json'),
    ...Object.fromEntries(OWN_FILES.filter((path) => existsSync(join(root, path))).map((path) => [path, read(path)])),
    'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
    [BUNDLE]: read(BUNDLE),
  };
}

function makePackage(out) {
  const files = filesOfTheApp();
  const folder = join(out, 'package');
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) write(join(folder, path), text);
  const archive = join(out, 'package.zip');
  write(archive, zip(files));
  for (const path of Object.keys(files)) console.log(`  ${sizeOf(join(folder, path))}  ${path}`);
  console.log(`${shown(archive)}: ${sizeOf(archive).trim()}`);
}

function read(path) {
  return readFileSync(join(root, path), 'utf8');
}

function write(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
}

function sizeOf(path) {
  return `${(statSync(path).size / 1000).toFixed(1)} kB`.padStart(10);
}

function shown(path) {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
}

function readOut() {
  const { out } = parseArgs({ options: { out: { type: 'string' } } }).values;
  return out === undefined ? join(root, 'dist') : resolve(process.env.INIT_CWD ?? process.cwd(), out);
}

try {
  makePackage(readOut());
} catch (error) {
  if (!error.code?.startsWith('ERR_PARSE_ARGS')) throw error;
  console.error(`${error.message} The one option is --out DIR.`);
  process.exitCode = 1;
}
