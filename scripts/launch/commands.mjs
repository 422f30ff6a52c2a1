import { isBuilt } from '../build/freshness.mjs';
import { LaunchError } from './launch-error.mjs';
import { root } from './paths.mjs';

const JEST = 'node_modules/jest/bin/jest.js';
const TSC = 'node_modules/typescript/bin/tsc';
const BIOME = 'node_modules/@biomejs/biome/bin/biome';

const build = { script: 'scripts/build.mjs', args: [] };
const typecheck = { script: TSC, args: ['-p', '.'] };
const lint = { script: BIOME, args: ['lint'] };
const format = { script: BIOME, args: ['check', '--write', '--linter-enabled=false'] };
const formatCheck = { script: BIOME, args: ['check', '--linter-enabled=false'] };
const test = { script: JEST, args: [], countsTests: true };

/** What each npm script does: steps that run one after the other until one of them fails. A plain one has no help of its own. */
export const commands = {
  start: {
    about: 'run the app on this machine, without Azure (--help lists its options)',
    steps: (args) => [...unlessBuilt(), program('dist/local/main.js', args)],
  },
  'start:func': {
    about: 'run the app with func start (Azure Functions Core Tools), with storage and workspace as npm start has them',
    steps: (args) => [...unlessBuilt(), program('dist/local/start-func.js', args)],
  },
  workspace: {
    about: 'run a simulated Databricks workspace on this machine (--help lists its options)',
    steps: (args) => [...unlessBuilt(), program('dist/local/workspace/main.js', args)],
  },
  test: {
    about: 'run the tests; further arguments go to jest: npm test -- health',
    steps: (args) => [...unlessBuilt(), withArgs(test, args)],
  },
  'test:full': {
    about: 'run the tests with the long ones among them',
    steps: (args) => [...unlessBuilt(), { ...withArgs(test, args), env: { TEST_FULL: '1' } }],
  },
  'test:e2e': {
    about: 'run the end-to-end tests, on hosts of their own or against the app at --url URL (--sample: the sample app)',
    steps: endToEnd,
  },
  check: {
    isPlain: true,
    about: 'everything that continuous integration asks for: types, lint, format, tests',
    steps: (args) => [
      { ...typecheck, title: 'typecheck' },
      { ...lint, title: 'lint' },
      { ...formatCheck, title: 'format:check' },
      ...unlessBuilt({ title: 'build' }),
      { ...withArgs(test, args), title: 'test' },
    ],
  },
  build: { isPlain: true, about: 'bundle the app, and what runs it locally, into dist/', steps: () => [build] },
  package: {
    isPlain: true,
    about: 'make dist/package.zip, which is all that Azure needs (--out DIR: elsewhere)',
    steps: (args) => [...unlessBuilt(), { script: 'scripts/package.mjs', args }],
  },
  'grant-databricks-access': {
    about: "give the app's identity its place in the Databricks workspace (--help lists its options)",
    steps: (args) => [{ script: 'infra/scripts/grant-databricks-access.ts', args }],
  },
  'register-notifications': {
    about: 'let Databricks tell the app of the ends of runs (--help lists its options)',
    steps: (args) => [{ script: 'infra/scripts/register-notifications.ts', args }],
  },
  client: {
    about: 'write a Power BI query or Data Factory pipelines for a job (--help lists its options)',
    steps: (args) => [...unlessBuilt(), program('dist/clients/scripts/main.js', args)],
  },
  bench: {
    about: 'measure the embedded host; "workspace" the simulated workspace; "load" how long the app takes to load',
    steps: (args) => [...unlessBuilt(), benchmark(args)],
  },
  typecheck: { about: 'check the types', steps: (args) => [withArgs(typecheck, args)] },
  lint: { about: 'check the code for mistakes', steps: (args) => [withArgs(lint, args)] },
  format: { about: 'format the code and order its imports', steps: (args) => [withArgs(format, args)] },
  'format:check': {
    about: 'check the format and the order of imports',
    steps: (args) => [withArgs(formatCheck, args)],
  },
};

function program(script, args) {
  return { script, args, nodeOptions: ['--enable-source-maps'] };
}

function benchmark(args) {
  const [first, ...rest] = args;
  const isNamed = first === 'workspace' || first === 'load';
  return isNamed ? program(`dist/bench/${first}.js`, rest) : program('dist/bench/main.js', args);
}

function withArgs(step, args) {
  return { ...step, args: [...step.args, ...args] };
}

function unlessBuilt(extra) {
  return isBuilt(root) ? [] : [{ ...build, ...extra }];
}

/** At an address runs one app, so only the tests of that one make sense there: this app, unless --sample is given. */
function endToEnd(args) {
  const { url, rest: others } = takeUrl(args);
  const rest = others.filter((arg) => arg !== '--sample');
  const isSample = rest.length < others.length;
  const some = isSample
    ? ['--testMatch=**/e2e/sample-app.test.ts']
    : url
      ? ['--testPathIgnorePatterns=sample-app']
      : [];
  const run = withArgs(test, [...rest, '--roots=test/e2e', ...some]); // jest takes what follows a list for more of it
  return url ? [{ ...run, env: { E2E_URL: url } }] : [...unlessBuilt(), run];
}

function takeUrl(args) {
  const at = args.findIndex((arg) => arg === '--url' || arg.startsWith('--url='));
  if (at < 0) return { url: undefined, rest: args };
  const [arg, next] = args.slice(at);
  const separate = arg === '--url';
  const url = separate ? next : arg.slice('--url='.length);
  if (!/^https?:\/\/./.test(url ?? ''))
    throw new LaunchError(
      '--url needs an address at which this app (with --sample: test/fixtures/sample-app) runs, for example --url http://127.0.0.1:7071',
    );
  return { url, rest: args.toSpliced(at, separate ? 2 : 1) };
}
