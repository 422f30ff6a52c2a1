import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { LauncherCopy, until } from './launcher-copy';

let copy: LauncherCopy;

beforeEach(() => {
  copy = new LauncherCopy();
  copy.installNode();
  copy.program('');
});

afterEach(() => copy.dispose());

const STAMP = 'node_modules/.launch-stamp';
const LOCK = '.local/install.lock';
const anHourAgo = new Date(Date.now() - 3_600_000);
const age = (name: string) => utimesSync(copy.path(name), anHourAgo, anHourAgo);
const launch = (env?: Record<string, string | undefined>) => copy.launch(['typecheck'], env ? { env } : {});
const endedPid = () => spawnSync(process.execPath, ['--version']).pid;

describe('the packages', () => {
  test('are installed where they are missing, and then not again', async () => {
    const first = await launch();
    expect(first).toMatchObject({ code: 0, stderr: 'Installing packages (once)…\n' });
    expect(copy.read('npm.log')).toContain('ci --include=dev --no-audit --no-fund --loglevel=error #');
    expect(await launch()).toMatchObject({ code: 0, stderr: '' });
    expect(copy.timesInstalled()).toBe(1);
  });

  test('are installed again when the lock file changes', async () => {
    await launch();
    copy.append('package-lock.json', '\n');
    await launch();
    expect(copy.timesInstalled()).toBe(2);
  });

  test('are not installed through a link, which would empty the folder of somebody else', async () => {
    copy.remove('node_modules');
    mkdirSync(copy.path('elsewhere'));
    writeFileSync(copy.path('elsewhere/precious'), '');
    symlinkSync(copy.path('elsewhere'), copy.path('node_modules'), 'junction');
    const { code, stderr } = await launch();
    expect(code).toBe(1);
    expect(stderr).toContain('node_modules is a link');
    expect(copy.read('elsewhere/precious')).toBe('');
    expect(copy.timesInstalled()).toBe(0);
  });

  test('are not installed again when the lock file was only written anew', async () => {
    await launch();
    copy.write('package-lock.json', copy.read('package-lock.json'));
    await launch();
    expect(copy.timesInstalled()).toBe(1);
  });

  test('are taken as they are where the user has installed them', async () => {
    age('package-lock.json');
    copy.install();
    await launch();
    expect(copy.timesInstalled()).toBe(0);
  });

  test('are installed where what the user installed is older than the lock file', async () => {
    copy.install();
    age('node_modules/.package-lock.json');
    await launch();
    expect(copy.timesInstalled()).toBe(1);
  });

  test('are installed where one of those that package.json names is missing', async () => {
    age('package-lock.json');
    copy.install();
    copy.remove('node_modules/axe');
    await launch();
    expect(copy.timesInstalled()).toBe(1);
  });

  test('are installed where nothing says that an installation was completed', async () => {
    copy.install();
    copy.remove('node_modules/.package-lock.json');
    await launch();
    expect(copy.timesInstalled()).toBe(1);
  });
});

describe('an installation that fails', () => {
  test('says so in one line, and counts as none', async () => {
    await launch();
    copy.append('package-lock.json', '\n');
    const { code, stderr } = await launch({ FAKE_NPM: 'fail' });
    expect(code).toBe(1);
    expect(stderr.split('\n')).toEqual([
      'Installing packages (once)…',
      'The packages could not be installed: `npm ci` ended with 7, for the reason above.',
      '',
    ]);
    expect(copy.exists(STAMP)).toBe(false);
    expect(copy.exists(LOCK)).toBe(false);
    expect(await launch()).toMatchObject({ code: 0 });
    expect(copy.timesInstalled()).toBe(3);
  });

  test('ends with a signal that comes meanwhile', async () => {
    const running = copy.start(['typecheck'], { env: { FAKE_NPM: 'hang' } });
    await until(() => copy.timesInstalled() === 1);
    running.process.kill('SIGINT');
    expect(await running.ended).toMatchObject({ code: 130 });
    expect(copy.exists(LOCK)).toBe(false);
    expect(copy.exists(STAMP)).toBe(false);
  });
});

describe('of two launchers at once', () => {
  test('the second one waits for the installation of the first', async () => {
    const first = copy.start(['typecheck'], { env: { FAKE_NPM: 'slow' } });
    await until(() => copy.timesInstalled() === 1);
    const second = copy.start(['typecheck']);
    expect(await second.ended).toMatchObject({
      code: 0,
      stderr: 'Waiting for another process that installs the packages…\n',
    });
    expect(await first.ended).toMatchObject({ code: 0 });
    expect(copy.timesInstalled()).toBe(1);
  });

  test('many who start together install once', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => launch({ FAKE_NPM: 'slow' })));
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(copy.timesInstalled()).toBe(1);
  });

  test('the second one waits for the npm that a killed one left behind', async () => {
    const first = copy.start(['typecheck'], { env: { FAKE_NPM: 'slow' } });
    await until(() => copy.read(LOCK).split(',').length === 3); // host, this process, npm
    first.process.kill('SIGKILL');
    expect(await launch()).toMatchObject({ code: 0 });
    expect(copy.timesInstalled()).toBe(1);
  });

  test('the second one takes over the lock of one that is dead', async () => {
    copy.write(LOCK, JSON.stringify({ host: hostname(), pids: [endedPid(), endedPid()] }));
    expect(await launch()).toMatchObject({ code: 0, stderr: 'Installing packages (once)…\n' });
    expect(copy.exists(LOCK)).toBe(false);
  });

  test('only one of many takes over the lock of one that is dead', async () => {
    copy.write(LOCK, JSON.stringify({ host: hostname(), pids: [endedPid()] }));
    const all = await Promise.all(Array.from({ length: 4 }, () => launch({ FAKE_NPM: 'slow' })));
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(copy.timesInstalled()).toBe(1);
  });
});

describe('a launcher that runs on the Node it would replace', () => {
  const onPinnedNode = (env: Record<string, string | undefined>) =>
    copy.launch(['typecheck'], { node: copy.pinnedNode, env });

  test("leaves the installation to the machine's own Node, which npm names", async () => {
    const { code } = await onPinnedNode({ npm_node_execpath: process.execPath });
    expect(code).toBe(0);
    expect(copy.read('npm.log')).toContain(`# ${process.execPath}\n`);
  });

  test("leaves it to the machine's own Node, which it finds on the path", async () => {
    const { code } = await onPinnedNode({ PATH: [dirname(copy.pinnedNode), dirname(process.execPath)].join(':') });
    expect(code).toBe(0);
    expect(copy.read('npm.log')).toContain(`# ${process.execPath}\n`);
  });

  test('needs no other where nothing is to be installed', async () => {
    await launch();
    expect(await onPinnedNode({ PATH: dirname(copy.pinnedNode) })).toMatchObject({ code: 0, stderr: '' });
  });

  test('installs nothing where it finds no other', async () => {
    const { code, stderr } = await onPinnedNode({ npm_node_execpath: copy.pinnedNode, PATH: dirname(copy.pinnedNode) });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The packages must be installed anew, and this runs on the Node among them: run `npm ci`.*\n$/,
    );
    expect(copy.timesInstalled()).toBe(0);
  });
});
