import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { HELP } from '../../local/options';
import { removeApps, writeApp } from '../support/app-folder';
import { eventually } from '../support/eventually';
import { type HostProcess, runHost, spawnHost, startHostProcess, temporaryFolder } from '../support/host-process';
import { refusedApp, refusedStart } from '../support/refused-start';
import { keeperOf, lives } from './azurite/folders';

const SAMPLE_APP = join(__dirname, '../fixtures/sample-app');
const OWN_STORAGE = { AzureWebJobsStorage: '' };
const folder = temporaryFolder();
afterAll(async () => {
  await folder.remove();
  await removeApps();
});

const WORKING = "require('@azure/functions').app.http('hello', { handler: () => ({ body: 'hello' }) });";

describe('a start is refused in one line', () => {
  let taken: Server;
  let takenPort: number;
  beforeAll(async () => {
    taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    takenPort = (taken.address() as AddressInfo).port;
  });
  afterAll(() => void taken.close());

  test('for an option that there is not', async () => {
    expect(await refusedStart(['--prot', '7071'])).toBe("Unknown option '--prot'. See npm start -- --help.");
  });

  test('for a port that is none', async () => {
    expect(await refusedStart(['--port', 'http'])).toBe('--port must be a number from 0 to 65535, not "http".');
  });

  test('for a port in use, wherever it is named', async () => {
    const line = `Port ${takenPort} is in use. Stop what is using it, or choose another with --port.`;
    expect(await refusedStart(['--app', writeApp({}), '--port', `${takenPort}`])).toBe(line);
    const settings = JSON.stringify({ Host: { LocalHttpPort: takenPort } });
    expect(await refusedStart(['--app', writeApp({ 'local.settings.json': settings })])).toBe(line);
  });

  test('for a port in the settings that is none', async () => {
    const app = writeApp({ 'local.settings.json': '{"Host":{"LocalHttpPort":70000}}' });
    expect(await refusedStart(['--app', app])).toMatch(/^Cannot listen on port 70000: /);
  });

  test('for an app that is broken', async () => {
    expect(await refusedApp(writeApp({ 'app.js': 'missing();' }), OWN_STORAGE)).toBe(
      'Cannot load app.js: ReferenceError: missing is not defined (APP/app.js:1)',
    );
  });

  test('but for an app that lists what is wrong', async () => {
    const app = writeApp({ 'app.js': "throw new Error('Correct this:\\n- the one\\n- the other');" });
    const { code, output } = await runHost(['--app', app, '--data', `${app}/.local`, '--port', '0'], OWN_STORAGE);
    expect(output).toContain('Cannot load app.js: Error: Correct this:\n- the one\n- the other\n');
    expect(code).toBe(1);
  });

  test('for a folder that holds no app', async () => {
    expect(await refusedApp(writeApp({ 'host.json': undefined }))).toBe(
      'There is no APP/host.json: a functions app needs one. Write {"version":"2.0"}.',
    );
  });

  test('for a folder that is not there, seen from where the command was given', async () => {
    expect(await refusedStart(['--app', 'nowhere'], { INIT_CWD: folder.path })).toMatch(
      `There is no ${join(folder.path, 'nowhere', 'host.json')}: `,
    );
  });

  test('for settings that cannot be read', async () => {
    expect(await refusedApp(writeApp({ 'host.json': '{\n  version: 2\n}\n' }))).toMatch(
      /^Cannot read APP\/host.json: /,
    );
    expect(await refusedApp(writeApp({ 'local.settings.json': '{\n  key\n}\n' }))).toMatch(
      /^Cannot read APP\/local.settings.json: /,
    );
  });

  test('for a data folder that is a file', async () => {
    const app = writeApp({ 'app.js': WORKING, '.local': 'a file' });
    expect(await refusedApp(app)).toBe(
      "Cannot use the data folder: EEXIST: file already exists, mkdir 'APP/.local'. Choose another with --data.",
    );
  });

  test('for a storage whose name says nothing, without telling it', async () => {
    const app = writeApp({ 'app.js': WORKING });
    const line = await refusedApp(app, { AzureWebJobsStorage: 'AccountKey=very-secret' });
    expect(line).toMatch(/^AzureWebJobsStorage is not a connection string\. /);
    expect(line).not.toContain('very-secret');
  });
});

test('the help is all that is said when it is asked for', async () => {
  expect(await runHost(['--help'])).toEqual({ code: 0, output: HELP });
});

describe('a host', () => {
  const started: HostProcess[] = [];
  const start = async (app: string, data: string, options = {}) => {
    const host = await startHostProcess(app, data, options);
    started.push(host);
    return host;
  };
  afterAll(() => Promise.all(started.map((host) => host.stop('SIGKILL'))));

  const isServed = (url: string) =>
    fetch(url).then(
      () => true,
      () => false,
    );

  test('tells its functions and its address, and answers from then on', async () => {
    const app = writeApp({
      'local.settings.json': '{"Values":{"GREETING":"from the file","NIGHTLY":"0 0 3 * * *","PLACE":"file"}}',
      'app.js': `const { app } = require('@azure/functions');
        const df = require('durable-functions');
        app.http('hello', { route: 'hello/{name?}', methods: ['GET'], handler: () => ({ body: GREETING + process.env.PLACE }) });
        app.timer('nightly', { schedule: '%NIGHTLY%', handler() {} });
        df.app.orchestration('run', function* () {});
        df.app.activity('step', { handler() {} });
        const { GREETING } = process.env;`,
    });
    const host = await start(app, join(folder.path, 'tells'), { env: { PLACE: ', not there' } });
    const { port } = new URL(host.url);
    expect(host.output()).toMatch(
      [
        'Functions:',
        `  hello: [GET] http://localhost:${port}/api/hello/{name?}`,
        '  nightly: timerTrigger 0 0 3 * * *',
        '  run: orchestrationTrigger',
        '  step: activityTrigger',
        `Ready: http://127.0.0.1:${port}\n`,
      ].join('\n'),
    );
    expect(await (await fetch(`${host.url}/api/hello`)).text()).toBe('from the file, not there');
    expect((await fetch(`${host.url}/runtime/webhooks/durabletask/instances`)).status).toBe(200);
  });

  test('is the only one on its data', async () => {
    const host = started[0] as HostProcess;
    const args = ['--app', SAMPLE_APP, '--data', join(folder.path, 'tells'), '--port', '0'];
    expect(await refusedStart(args, OWN_STORAGE)).toMatch(
      /^Another host \(process \d+\) is using .*tells\. Stop it, or give this one its own folder with --data\.$/,
    );
    expect(await isServed(host.url)).toBe(true);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('stops cleanly on %s', async (signal) => {
    const data = join(folder.path, signal);
    const host = await start(SAMPLE_APP, data);
    const keeper = keeperOf(data);
    expect(await host.stop(signal)).toBe(0);
    expect(host.output()).toMatch(new RegExp(`\\nReady: .*\\n${signal}: stopping…\\nStopped\\.\\n$`));
    expect(lives(keeper)).toBe(false);
    expect(await isServed(host.url)).toBe(false);
  });

  test('takes the second of two quick signals for the same one', async () => {
    const host = await start(SAMPLE_APP, join(folder.path, 'twice'));
    const [first, second] = await Promise.all([host.stop('SIGINT'), host.stop('SIGTERM')]);
    expect([first, second]).toEqual([0, 0]);
    expect(host.output()).toMatch(/\nSIG(INT|TERM): stopping…\nStopped\.\n$/);
  });

  test('that stopped goes on where it was, and says so', async () => {
    const data = join(folder.path, 'resumed');
    const begin = async (host: HostProcess, id: string) => {
      const url = `${host.url}/runtime/webhooks/durabletask/orchestrators/approval/${id}`;
      expect((await fetch(url, { method: 'POST', body: '{"seconds":300}' })).status).toBe(202);
    };
    const first = await start(SAMPLE_APP, data);
    await begin(first, 'one');
    await begin(first, 'two');
    await first.stop('SIGINT');
    const second = await start(SAMPLE_APP, data);
    expect(second.output()).toContain('Resumed 2 unfinished orchestration(s).\n');
  });

  describe('that is still starting', () => {
    /** A host whose app has just begun to be loaded. */
    async function loading(code: string) {
      const app = writeApp({ 'package.json': '{"main":"app.mjs"}', 'app.mjs': `console.log('loading');\n${code}` });
      const data = join(app, '.local');
      const { child, output } = spawnHost(['--app', app, '--data', data, '--port', '0'], OWN_STORAGE);
      const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
      await eventually(() => expect(output()).toContain('loading\n'));
      const said = () => output().slice(output().indexOf('loading\n') + 'loading\n'.length);
      return { child, ended, said, keeper: keeperOf(data) };
    }
    const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

    test('stops as soon as it has started, and is never ready', async () => {
      const { child, ended, said, keeper } = await loading(
        `await new Promise((resolve) => setTimeout(resolve, 300));
        const { app } = await import('@azure/functions');
        app.http('hello', { handler: () => ({}) });`,
      );
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(said()).toBe('SIGTERM: stopping…\nStopped.\n');
      expect(lives(keeper)).toBe(false);
    });

    test('and fails to says why, and nothing else', async () => {
      const { child, ended, said, keeper } = await loading(
        "await new Promise((resolve) => setTimeout(resolve, 300));\nthrow new Error('no warehouse');",
      );
      child.kill('SIGTERM');
      expect(await ended).toBe(1);
      expect(said()).toMatch(/^SIGTERM: stopping…\nCannot load app\.mjs: Error: no warehouse \(.*\)\n$/);
      await eventually(() => expect(lives(keeper)).toBe(false));
    });

    test('and never gets there is ended by a later signal', async () => {
      const { child, ended, said, keeper } = await loading('await new Promise(() => setInterval(() => {}, 1000));');
      child.kill('SIGINT');
      await later(1100);
      child.kill('SIGINT');
      expect(await ended).toBe(1);
      expect(said()).toBe('SIGINT: stopping…\nStopped at once. What was unfinished goes on at the next start.\n');
      await eventually(() => expect(lives(keeper)).toBe(false));
    });
  });
});

test('a host whose output nobody reads any more stops, instead of telling of that for ever', async () => {
  const args = ['--app', writeApp({ 'app.js': WORKING }), '--data', join(folder.path, 'unread'), '--port', '0'];
  const { child, output } = spawnHost(args, OWN_STORAGE);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await eventually(() => expect(output()).toMatch(/^Ready: /m), 20_000);
  child.stdout?.destroy();
  const url = /^Ready: (\S+)$/m.exec(output())?.[1];
  await fetch(`${url}/api/hello`).catch(() => {}); // it has a line to say about that
  expect(await ended).toBe(0);
});
