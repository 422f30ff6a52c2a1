import { type Azurite, startAzurite } from '../../../local/azurite/azurite';
import { ANY_PORTS } from '../../../local/azurite/ports';
import { removeApps, writeApp } from '../../support/app-folder';
import { startHostProcess, temporaryFolder } from '../../support/host-process';
import { refusedApp } from '../../support/refused-start';

const CORE = "const { app } = require('@azure/functions');\n";
const answering = (name: string) => `app.http('${name}', { handler: () => ({ body: '${name}' }) });\n`;

const folder = temporaryFolder();
let azurite: Azurite;
let env: Record<string, string>;
beforeAll(async () => {
  azurite = await startAzurite({ dataDir: folder.path, log: () => {}, ports: ANY_PORTS });
  env = { AzureWebJobsStorage: azurite.connectionString };
});
afterAll(async () => {
  await azurite.stop();
  await folder.remove();
  await removeApps();
});

/** The output of a host that ran the app, with the functions that it told. */
async function run(files: Record<string, string | undefined>) {
  const host = await startHostProcess(writeApp(files), folder.path, { env });
  expect(await host.stop()).toBe(0);
  const names = [...host.output().matchAll(/^ {2}(\w+): \[/gm)].map(([, name]) => name);
  return { output: host.output(), names: names.sort() };
}

test('loads the file that main names', async () => {
  const { names } = await run({
    'package.json': '{"main":"./dist/src/main.js"}',
    'dist/src/main.js': `${CORE}${answering('one')}`,
    'dist/src/other.js': `${CORE}${answering('other')}`,
  });
  expect(names).toEqual(['one']);
});

test('loads every file that a glob names, in order, each as the kind of module it is', async () => {
  const { names, output } = await run({
    'package.json': '\uFEFF{"main":"{start,functions/**/*}.{js,cjs,mjs}"}',
    'functions/a.js': `${CORE}${answering('script')}console.log('loading a');`,
    'functions/deep/b.mjs': `import { app } from '@azure/functions';\n${answering('module')}console.log('loading b');`,
    'functions/c.cjs': `${CORE}${answering('common')}console.log('loading c');`,
    'start.js': `${CORE}app.setup({});console.log('loading start');`,
  });
  expect(names).toEqual(['common', 'module', 'script']);
  expect([...output.matchAll(/loading (\w+)/g)].map(([, name]) => name)).toEqual(['a', 'c', 'b', 'start']);
});

test('loads modules where package.json says that they are', async () => {
  const { names } = await run({
    'package.json': '{"type":"module","main":"*.{js,cjs}"}',
    'app.js': `import { app } from '@azure/functions';\nawait Promise.resolve();\n${answering('module')}`,
    'old.cjs': `${CORE}${answering('common')}`,
  });
  expect(names).toEqual(['common', 'module']);
});

test('runs the hooks of start and end, with one object for both', async () => {
  const files = {
    'app.js': `${CORE}${answering('hello')}
        app.hook.appStart(async (context) => { context.hookData.from = 'the start'; });
        app.hook.appTerminate((context) => console.log('ended by', context.hookData.from));`,
  };
  expect((await run(files)).output).toContain('\nended by the start\n');
});

test('stops in spite of a hook that fails', async () => {
  const files = {
    'app.js': `${CORE}${answering('hello')}
      app.hook.appTerminate(() => { throw new Error('too late'); });`,
  };
  expect((await run(files)).output).toMatch(/error app: a hook of its end failed: too late\nStopped\.\n$/);
});

test('refuses to register a function once it has started', async () => {
  const late = `${CORE}app.http('late', { handler: () => { ${answering('more')} return {}; } });`;
  const host = await startHostProcess(writeApp({ 'app.js': late }), folder.path, { env });
  expect((await fetch(`${host.url}/api/late`)).status).toBe(500);
  await host.stop();
  expect(host.output()).toMatch('error late: failed: Error: A function can only be registered during app startup.\n');
});

test.each<[string, Record<string, string | undefined>, string | RegExp]>([
  [
    'has no package.json',
    { 'package.json': undefined },
    /^There is no APP\/package.json: a functions app needs one\.$/,
  ],
  ['has a broken package.json', { 'package.json': '{\n"main":\napp\n}' }, /^Cannot read APP\/package.json: Unexpected/],
  ['names no main', { 'package.json': '{}' }, /^APP\/package.json names no "main": set it to /],
  ['names an empty main', { 'package.json': '{"main":""}' }, /^APP\/package.json names no "main": set it to /],
  [
    'has not been built',
    { 'package.json': '{"main":"dist/*.js"}' },
    'No file matches "main" in APP/package.json: dist/*.js. Has the app been built?',
  ],
  [
    'throws while it is loaded',
    { 'app.js': "\nthrow new TypeError('no warehouse\\nat all');" },
    'Cannot load app.js: TypeError: no warehouse (APP/app.js:2)',
  ],
  ['throws what is no error', { 'app.js': "throw 'a text\\nof two lines';" }, 'Cannot load app.js: a text'],
  [
    'throws in a module',
    { 'package.json': '{"main":"app.mjs"}', 'app.mjs': "\n\nthrow new Error('no warehouse');" },
    'Cannot load app.mjs: Error: no warehouse (file://APP/app.mjs:3)',
  ],
  [
    'throws in a file that it loads',
    { 'app.js': "require('./lib/one');", 'lib/one.js': 'module.exports = missing.name;' },
    'Cannot load app.js: ReferenceError: missing is not defined (APP/lib/one.js:1)',
  ],
  [
    'asks for a module that is not there',
    { 'app.js': "\n\nrequire('./missing');" },
    "Cannot load app.js: Error: Cannot find module './missing' (APP/app.js:3)",
  ],
  [
    'is no JavaScript',
    { 'app.js': '\nconst a = ;' },
    /^Cannot load app.js: SyntaxError: Unexpected token ';' \(APP\/app.js:2\)$/,
  ],
  [
    'is no module',
    { 'package.json': '{"main":"app.mjs"}', 'app.mjs': 'import ;' },
    "Cannot load app.mjs: SyntaxError: Unexpected token ';'",
  ],
  [
    'registers nothing',
    { 'package.json': '{"main":"*.js"}', 'a.js': CORE, 'b.js': '' },
    'The app in APP registered no function. Its entry points are: a.js, b.js.',
  ],
  [
    'gives two functions one name',
    { 'app.js': `${CORE}${answering('twice')}${answering('twice')}` },
    'Cannot load app.js: Error: A function with id "twice" has already been registered. (APP/app.js:3)',
  ],
  [
    'fails in its start hook',
    { 'app.js': `${CORE}${answering('a')}app.hook.appStart(() => { throw new Error('no token'); });` },
    "A hook of the app's start failed: Error: no token (APP/app.js:3)",
  ],
  [
    'wants its requests as streams',
    { 'app.js': `${CORE}app.setup({ enableHttpStream: true });${answering('a')}` },
    'The app asks for enableHttpStream, which the embedded host does not support. ' +
      'Run this app with Azure Functions Core Tools, or in Azure.',
  ],
])('refuses an app that %s', async (_, files, line) => {
  expect(await refusedApp(writeApp(files))).toEqual(typeof line === 'string' ? line : expect.stringMatching(line));
});
