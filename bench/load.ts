import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createFunctionsCore, createRegistry } from '../local/host/functions-core';

const HELP = `Measures how long the app takes to load in a fresh process: as one bundle, and with its packages left outside.

Usage: npm run bench -- load [options]

  --runs N   how many processes each (default: 11)
  --help     show this text
`;

const ROOT = join(__dirname, '../..'); // from dist/bench
const BUNDLE = join(ROOT, 'dist/functions/main.js');
const UNBUNDLED = join(ROOT, 'dist/bench/unbundled.js');
/** What the app must not load before it needs a token. */
const SIGN_IN = /[\\/]@azure[\\/](?:identity|msal-node|keyvault-secrets)[\\/]/;
/** Enough to be loaded with. Nobody is asked. */
const SETTINGS = {
  AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  DATABRICKS_HOST: 'http://127.0.0.1:1',
  DATABRICKS_TOKEN: 'dapi-bench',
  WEBSITE_HOSTNAME: 'localhost:7071',
};

interface Load {
  ms: number;
  files: number;
  functions: number;
  signInFiles: number;
  /** How long the packages for signing in take on top. */
  signInMs: number;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '11' },
      load: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) process.stdout.write(HELP);
  else if (values.load !== undefined) process.stdout.write(JSON.stringify(load(values.load)));
  else compare(wholeNumber(values.runs));
}

function compare(runs: number): void {
  const bundled: Load[] = [];
  const unbundled: Load[] = [];
  for (let run = 0; run <= runs; run++) {
    for (const [file, loads] of [[BUNDLE, bundled] as const, [UNBUNDLED, unbundled] as const]) {
      const one = inFreshProcess(file);
      if (run > 0) loads.push(one); // the first one finds the files cold, which the others do not
    }
  }
  const [ours, theirs] = [median(bundled.map(({ ms }) => ms)), median(unbundled.map(({ ms }) => ms))];
  const [{ files, functions, signInFiles } = inFreshProcess(UNBUNDLED)] = unbundled;
  const signIn = median(unbundled.map(({ signInMs }) => signInMs));
  print('functions', String(functions));
  print('one bundle', `${ours.toFixed(0)} ms, 1 file of ${(statSync(BUNDLE).size / 1e6).toFixed(1)} MB`);
  print('packages outside', `${theirs.toFixed(0)} ms, ${files} files`);
  print('ratio', (ours / theirs).toFixed(2));
  print('to sign in by Entra', `${signIn.toFixed(0)} ms more, when the first token is wanted`);
  if (signInFiles === 0) return;
  print('', `but ${signInFiles} files for it are loaded at the start`);
  process.exitCode = 1;
}

function inFreshProcess(file: string): Load {
  const options = { cwd: ROOT, encoding: 'utf8', env: { ...process.env, ...SETTINGS } } as const;
  return JSON.parse(execFileSync(process.execPath, [__filename, '--load', file], options));
}

/** Loads the app as the worker of Azure Functions does, which stands before it as a module. */
function load(file: string): Load {
  const registry = createRegistry(() => {});
  const core = createFunctionsCore(registry);
  const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown };
  const original = loader._load;
  loader._load = (request, ...rest) => (request === '@azure/functions-core' ? core : original(request, ...rest));
  const require = createRequire(join(ROOT, 'package.json'));
  const before = Object.keys(require.cache).length;
  const ms = timed(() => require(file));
  const loaded = Object.keys(require.cache);
  return {
    ms,
    files: loaded.length - before,
    functions: registry.functions.size,
    signInFiles: loaded.filter((path) => SIGN_IN.test(path)).length,
    signInMs: timed(() => require('@azure/identity')),
  };
}

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--runs must be a whole number above 0, not "${text}".`);
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function print(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(22)}${value}\n`);
}

main();
