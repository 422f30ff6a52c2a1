import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AuthLevel, loadKeys, refuseAccess } from '../../../local/host/keys';
import type { HttpRequest } from '../../../local/http';
import { StartupError } from '../../../local/startup-error';
import { removeApps, writeApp } from '../../support/app-folder';
import { type HostProcess, startHostProcess, temporaryFolder } from '../../support/host-process';
import { posixOnly } from '../../support/posix-only';
import { refusedApp } from '../../support/refused-start';

const folder = temporaryFolder();
afterAll(async () => {
  await folder.remove();
  await removeApps();
});

describe('access', () => {
  const keys = {
    master: 'the-master-key-1234567',
    function: 'the-function-key-12345',
    durable: 'the-durable-key-123456',
  };
  const given = (query: string, headers: Record<string, string> = {}): HttpRequest => ({
    method: 'GET',
    path: '/',
    query,
    headers,
    body: Buffer.of(),
  });
  const statusFor = (level: AuthLevel, query: string) => refuseAccess(keys, level, given(query))?.status ?? 200;

  test.each<[AuthLevel, number, number, number, number, number]>([
    //            none wrong master function durable
    ['anonymous', 200, 200, 200, 200, 200],
    ['function', 401, 401, 200, 200, 403],
    ['system', 401, 401, 200, 403, 200],
    ['admin', 401, 401, 200, 403, 403],
  ])('to the level %s takes the right key', (level, none, wrong, master, forFunctions, durable) => {
    expect(statusFor(level, '')).toBe(none);
    expect(statusFor(level, 'code=wrong')).toBe(wrong);
    expect(statusFor(level, 'code=')).toBe(wrong);
    expect(statusFor(level, `code=${keys.master}`)).toBe(master);
    expect(statusFor(level, `a=1&code=${keys.function}`)).toBe(forFunctions);
    expect(statusFor(level, `code=${keys.durable}&a=1`)).toBe(durable);
  });

  test('by a key in a header goes before one in the query', () => {
    const withHeader = (key: string, query: string) =>
      refuseAccess(keys, 'function', given(query, { 'x-functions-key': key }));
    expect(withHeader(keys.function, '')).toBeUndefined();
    expect(withHeader(keys.function, 'code=wrong')).toBeUndefined();
    expect(withHeader('wrong', `code=${keys.function}`)?.status).toBe(401);
  });

  test('minds no case in the name of the parameter', () => {
    expect(refuseAccess(keys, 'function', given(`CODE=${keys.function}`))).toBeUndefined();
  });

  test('is asked for in the way that browsers know, only when there is no key', () => {
    expect(refuseAccess(keys, 'function', given(''))?.headers).toEqual({ 'www-authenticate': 'Bearer' });
    expect(refuseAccess(keys, 'function', given(`code=${keys.durable}`))?.headers).toBeUndefined();
  });

  test('is free where no keys are enforced', () => {
    expect(refuseAccess(undefined, 'admin', given(''))).toBeUndefined();
  });
});

describe('the keys', () => {
  const dataFolder = (name: string) => {
    const path = join(folder.path, name);
    mkdirSync(path);
    return path;
  };

  test('are made once, all different, for the eyes of their owner', () => {
    const data = dataFolder('made');
    const { keys, file } = loadKeys(data);
    expect(new Set(Object.values(keys)).size).toBe(3);
    for (const key of Object.values(keys)) expect(key).toMatch(/^[\w-]{44}$/);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(loadKeys(data)).toEqual({ keys, file });
    expect(loadKeys(dataFolder('others')).keys).not.toEqual(keys);
  });

  test.each([
    ['empty', ''],
    ['no JSON', '{"master":'],
    ['no object', 'null'],
    ['short of one', JSON.stringify({ master: 'm'.repeat(44), function: 'f'.repeat(44) })],
    ['too short', JSON.stringify({ master: 'm', function: 'f', durable: 'd' })],
  ])('in a file that is %s are refused, and left alone', (what, content) => {
    const data = dataFolder(what);
    const file = join(data, 'keys.json');
    writeFileSync(file, content);
    expect(() => loadKeys(data)).toThrow(
      new StartupError(`The keys in ${file} cannot be read. Delete the file to get new ones.`),
    );
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  posixOnly('links need a privilege there', () => {
    test('that cannot be written are told in one line', async () => {
      const app = writeApp({ '.local/here': '', 'app.js': '' });
      symlinkSync(join(app, 'missing', 'keys.json'), join(app, '.local', 'keys.json'));
      expect(await refusedApp(app)).toMatch(/^Cannot write APP\/\.local\/keys\.json: ENOENT/);
    });
  });
});

describe('a host with --enforce-keys', () => {
  let host: HostProcess;
  let keys: ReturnType<typeof loadKeys>['keys'];
  beforeAll(async () => {
    const app = join(__dirname, '../../fixtures/sample-app');
    host = await startHostProcess(app, join(folder.path, 'host'), { args: ['--enforce-keys'] });
    ({ keys } = loadKeys(join(folder.path, 'host')));
  });
  afterAll(() => host?.stop());

  const ask = (path: string, options: RequestInit = {}) => fetch(`${host.url}${path}`, options);
  const start = (options: RequestInit = {}, query = '') =>
    ask(`/api/start/fanOut${query}`, { method: 'POST', body: '[1,2]', ...options });

  test('lets everyone into what is anonymous', async () => {
    expect((await ask('/api/ping/Ada')).status).toBe(200);
    expect((await ask('/')).status).toBe(200);
  });

  test('lets nobody into a function without its key', async () => {
    expect((await start()).status).toBe(401);
    expect((await start({}, `?code=${keys.durable}`)).status).toBe(403);
    expect((await start({ headers: { 'x-functions-key': keys.function } })).status).toBe(202);
    expect((await start({}, `?code=${keys.master}`)).status).toBe(202);
  });

  test('lets nobody manage instances without the key of the hub', async () => {
    const list = (query: string) => ask(`/runtime/webhooks/durabletask/instances${query}`);
    expect((await list('')).status).toBe(401);
    expect((await list(`?code=${keys.function}`)).status).toBe(403);
    expect((await list(`?code=${keys.durable}`)).status).toBe(200);
    expect((await ask('/Runtime/WebHooks/DurableTask/instances')).status).toBe(401);
  });

  test('hands out URLs that open without more', async () => {
    const started = await start({}, `?code=${keys.function}`);
    const { statusQueryGetUri } = (await started.json()) as { statusQueryGetUri: string };
    expect([200, 202]).toContain((await fetch(statusQueryGetUri)).status);
  });

  test('tells where its keys are, and never what they are', async () => {
    await host.stop();
    expect(host.output()).toContain(
      `Keys are enforced, as ?code= or x-functions-key. They are in ${join(folder.path, 'host', 'keys.json')}:\n`,
    );
    expect(host.output()).toContain('POST /api/start/fanOut 202');
    for (const key of Object.values(keys)) expect(host.output()).not.toContain(key);
  });
});
