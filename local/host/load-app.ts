import { globSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StartupError } from '../startup-error';
import { createFunctionsCore, type Registry } from './functions-core';
import { readJsonFile } from './json-file';

const CORE = '@azure/functions-core';

/** Loads an app as the Node worker does: every file that `main` in its package.json names, in order. */
export async function loadApp(directory: string, registry: Registry): Promise<void> {
  const files = entryPoints(directory);
  const restore = provide(CORE, createFunctionsCore(registry));
  try {
    for (const file of files) await loadFile(directory, file);
  } finally {
    restore();
  }
  await runAppHooks(registry, 'appStart', directory).catch((error) => {
    throw new StartupError(`A hook of the app's start failed: ${whatAndWhere(error)}`);
  });
  if (!registry.model || registry.functions.size === 0) {
    throw new StartupError(
      `The app in ${directory} registered no function. Its entry points are: ${files.map((file) => relative(directory, file)).join(', ')}.`,
    );
  }
  const capabilities = await registry.model.getCapabilities({});
  if ('HttpUri' in capabilities) {
    throw new StartupError(
      'The app asks for enableHttpStream, which the embedded host does not support. ' +
        'Run this app with Azure Functions Core Tools, or in Azure.',
    );
  }
  registry.sealed = true;
}

export async function runAppHooks(registry: Registry, name: 'appStart' | 'appTerminate', directory: string) {
  for (const hook of registry.hooks[name]) {
    const { app: hookData, all: appHookData } = registry.hookData;
    await hook({ hookData, appHookData, functionAppDirectory: directory });
  }
}

function entryPoints(directory: string): string[] {
  const manifest = join(directory, 'package.json');
  const content = readJsonFile(manifest);
  if (!content) throw new StartupError(`There is no ${manifest}: a functions app needs one.`);
  const { main } = content;
  if (typeof main !== 'string' || main === '') {
    throw new StartupError(`${manifest} names no "main": set it to the app's entry points (a path, or a glob).`);
  }
  const files = globSync(main.replaceAll('\\', '/'), { cwd: directory }).sort();
  if (files.length === 0)
    throw new StartupError(`No file matches "main" in ${manifest}: ${main}. Has the app been built?`);
  return files.map((file) => resolve(directory, file));
}

async function loadFile(directory: string, file: string): Promise<void> {
  try {
    const load = createRequire(join(directory, 'package.json'));
    if (isModule(directory, file)) await import(pathToFileURL(file).href);
    else load(file);
  } catch (error) {
    throw new StartupError(`Cannot load ${relative(directory, file)}: ${whatAndWhere(error)}`);
  }
}

const PLACE = /(?:file:\/\/)?(?:\/|[A-Za-z]:\\)[^\n()]*?:\d+/g;
const NOT_THE_APP = /[\\/](?:node_modules|local[\\/]host|dist[\\/]local)[\\/]/;

/** What went wrong, and where, so far as the error tells: in the app rather than in what it called. */
function whatAndWhere(error: unknown): string {
  const [summary = '', ...more] = String(error).split('\n');
  if (!(error instanceof Error)) return summary;
  if (more.length > 0 && more.every((line) => line.startsWith('- '))) return [summary, ...more].join('\n'); // a list
  const places = (error.stack ?? '').replace(/(?:node|webpack):\S+/g, '').match(PLACE) ?? [];
  const where = places.find((place) => !NOT_THE_APP.test(place)) ?? places[0];
  return where ? `${summary} (${where})` : summary;
}

function isModule(directory: string, file: string): boolean {
  if (file.endsWith('.mjs')) return true;
  if (file.endsWith('.cjs')) return false;
  return readJsonFile(join(directory, 'package.json'))?.type === 'module';
}

type LoadFunction = (request: string, parent: unknown, isMain: boolean) => unknown;

/** Makes `require(name)` give this object, for as long as an app is being loaded. */
function provide(name: string, exports: unknown): () => void {
  const loader = Module as unknown as { _load: LoadFunction };
  const original = loader._load;
  loader._load = (request, parent, isMain) => (request === name ? exports : original(request, parent, isMain));
  return () => {
    loader._load = original;
  };
}
