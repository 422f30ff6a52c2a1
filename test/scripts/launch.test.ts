import { chmodSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { posixOnly } from '../support/posix-only';
import { LauncherCopy, run, until } from './launcher-copy';

const COMMANDS = [
  'start',
  'start:func',
  'workspace',
  'test',
  'test:full',
  'test:e2e',
  'check',
  'build',
  'package',
  'grant-databricks-access',
  'register-notifications',
  'client',
  'bench',
  'typecheck',
  'lint',
  'format',
  'format:check',
];

const NO_SIGNALS = 'it has no signals to pass on; the console tells every process itself';

let copy: LauncherCopy;

beforeEach(() => {
  copy = new LauncherCopy();
  copy.install();
});

afterEach(() => copy.dispose());

describe('the command', () => {
  test.each([[[]], [['deploy']], [['toString']]])('%j is answered with the usage, and nothing else', async (args) => {
    copy.remove('node_modules');
    const { code, stdout, stderr } = await copy.launch(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    for (const name of COMMANDS) expect(stderr).toContain(`  ${name} `);
    expect(copy.timesInstalled()).toBe(0);
  });

  test.each(['check', 'build', 'package'])('--help of %s says what it does, and does nothing', async (name) => {
    const { code, stdout } = await copy.launch([name, '--help']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(new RegExp(`^npm run ${name}: .+\n$`)) });
    expect(copy.timesInstalled()).toBe(0);
  });

  test('--help lists the commands', async () => {
    const { code, stdout, stderr } = await copy.launch(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const name of COMMANDS) expect(stdout).toContain(`  ${name} `);
  });
});

describe('the Node that runs everything', () => {
  const showNode = 'console.log(process.execPath); console.log(process.env.PATH)';
  const oldNode = (version: string) => {
    const fake = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });
      Object.defineProperty(process, 'version', { value: 'v${version}' });`;
    return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fake)}` };
  };

  test('is the pinned one, and the first on the path', async () => {
    copy.installNode();
    copy.program(showNode);
    const { stdout, stderr } = await copy.launch(['typecheck']);
    const [node, path] = stdout.split('\n');
    expect(stderr).toBe('');
    expect(node).toBe(copy.pinnedNode);
    expect(path?.split(delimiter)[0]).toBe(dirname(copy.pinnedNode));
  });

  test.each([
    ['is not there', () => {}],
    ['does not run', () => copy.write('node_modules/node/bin/node', 'left blank')],
    [
      'is not that of this machine',
      () => chmodSync(copy.write('node_modules/node/bin/node', '\x7fELF of another'), 0o755),
    ],
  ])('is that of the machine where the pinned one %s', async (_how, prepare) => {
    prepare();
    copy.program(showNode);
    const { code, stdout, stderr } = await copy.launch(['typecheck'], { env: oldNode('23.4.5') });
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe(process.execPath);
    expect(stderr).toBe("The pinned Node 22.0.0 is not installed: using this machine's v23.4.5.\n");
  });

  test('must not be an older one', async () => {
    copy.program(showNode);
    const { code, stdout, stderr } = await copy.launch(['typecheck'], { env: oldNode('20.20.2') });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^The pinned Node 22\.0\.0 is not installed, and this machine's v20\.20\.2 is too old: run .*\n$/,
    );
  });
});

describe('the program', () => {
  beforeEach(() => copy.installNode());

  test('gets the arguments as they are, after those of the command', async () => {
    copy.program('console.log(JSON.stringify(process.argv.slice(2)))');
    const { stdout } = await copy.launch(['typecheck', '--port', '8000', 'two words', '$HOME "*"']);
    expect(JSON.parse(stdout)).toEqual(['-p', '.', '--port', '8000', 'two words', '$HOME "*"']);
  });

  test('gives its exit code', async () => {
    copy.program('process.exit(42)');
    expect(await copy.launch(['typecheck'])).toMatchObject({ code: 42 });
  });

  posixOnly(NO_SIGNALS, () => {
    test('that a signal ended gives 128 more than its number', async () => {
      copy.program("process.kill(process.pid, 'SIGKILL')");
      expect(await copy.launch(['typecheck'])).toMatchObject({ code: 137 });
    });
  });

  const endsSlowly = `
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        console.log('got ' + signal);
        setTimeout(() => process.exit(3), 200);
      });
    }
    setInterval(() => {}, 1000);
    console.log('ready');
  `;

  posixOnly(NO_SIGNALS, () => {
    test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
      'is told of %s, and may end in its own time',
      async (signal) => {
        copy.program(endsSlowly);
        const running = copy.start(['typecheck']);
        await until(() => running.stdout().includes('ready'));
        running.process.kill(signal);
        expect(await running.ended).toMatchObject({ code: 3, stdout: `ready\ngot ${signal}\n` });
      },
    );
  });

  posixOnly(NO_SIGNALS, () => {
    test('is told when the shell that npm had put above the launcher is gone', async () => {
      copy.program(endsSlowly);
      const command = `"${process.execPath}" scripts/launch.mjs typecheck; true`;
      const shell = run('sh', ['-c', command], { ...copy.environment(), npm_lifecycle_event: 'typecheck' }, copy.root);
      await until(() => shell.stdout().includes('ready'));
      shell.process.kill('SIGTERM');
      expect(await shell.ended).toMatchObject({ stdout: 'ready\ngot SIGTERM\n' }); // ends when nobody writes any more
    });
  });
});

describe('the build', () => {
  const builds = () => copy.read('esbuild.log').split('\n').filter(Boolean);

  beforeEach(() => {
    copy.installNode();
    copy.write('local/main.ts', '');
  });

  test('is done before the start, and then only when something has changed', async () => {
    expect(await copy.launch(['start', '--port', '8000'])).toMatchObject({ code: 0, stdout: 'built --port 8000\n' });
    await copy.launch(['start']);
    expect(builds()).toEqual(['dist/functions/main.js', 'dist/local/main.js']);
    copy.write('src/http/routes/service/health.ts', '');
    await copy.launch(['start']);
    expect(builds()).toHaveLength(4);
    copy.remove('dist/local/main.js');
    await copy.launch(['start']);
    expect(builds()).toHaveLength(6);
  });

  test('is always done when asked for', async () => {
    await copy.launch(['build']);
    await copy.launch(['build']);
    expect(builds()).toHaveLength(4);
  });

  test('stops everything when it fails, and counts as none', async () => {
    const failed = await copy.launch(['start'], { env: { FAKE_ESBUILD: 'fail' } });
    expect(failed).toMatchObject({ code: 1, stdout: '', stderr: 'a message of esbuild\n' });
    expect(await copy.launch(['start'])).toMatchObject({ code: 0 });
  });
});

describe('a program of the build', () => {
  const PROGRAMS = [
    'local/main',
    'local/start-func',
    'local/workspace/main',
    'bench/main',
    'bench/workspace',
    'bench/load',
    'clients/scripts/main',
  ];

  beforeEach(async () => {
    copy.installNode();
    for (const program of PROGRAMS) copy.write(`${program}.ts`, '');
    await copy.launch(['build']);
    for (const program of PROGRAMS) {
      copy.write(`dist/${program}.js`, `console.log('${program}', process.argv.slice(2).join(' '))`);
    }
  });

  test.each([
    [['start', '--port', '1'], 'local/main --port 1'],
    [['start:func', '--port', '1'], 'local/start-func --port 1'],
    [['workspace', '--port', '1'], 'local/workspace/main --port 1'],
    [['bench', '--at-once', '1'], 'bench/main --at-once 1'],
    [['bench', 'workspace', '--runs', '1'], 'bench/workspace --runs 1'],
    [['bench', 'load', '--runs', '1'], 'bench/load --runs 1'],
    [['client', 'power-query', '--job', '1'], 'clients/scripts/main power-query --job 1'],
  ])('%j runs %s', async (args, printed) => {
    expect(await copy.launch(args)).toMatchObject({ code: 0, stdout: `${printed}\n` });
  });
});

describe('the tests', () => {
  const COUNTS = {
    numPassedTests: 12,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 0,
  };

  /** Stands in for jest: shows how it was called, and leaves a result if it is given one. */
  const jest = (result: Partial<typeof COUNTS> | undefined, exitCode = 0) =>
    copy.write(
      'node_modules/jest/bin/jest.js',
      `const args = process.argv.slice(2);
      const file = process.env.JEST_RESULT_FILE;
      console.log(JSON.stringify({ args, full: process.env.TEST_FULL, url: process.env.E2E_URL }));
      const result = ${JSON.stringify(result && { ...COUNTS, ...result })};
      if (result) require('node:fs').writeFileSync(file, JSON.stringify(result));
      process.exit(${exitCode});`,
    );

  const callOf = (stdout: string) => JSON.parse(stdout.split('\n')[0] ?? '');

  beforeEach(() => copy.installNode());

  test.each([
    [{}, 0, '12 passed, 0 failed'],
    [{ numFailedTests: 2 }, 1, '12 passed, 2 failed'],
    [{ numPendingTests: 3, numTodoTests: 1 }, 0, '12 passed, 0 failed, 4 skipped'],
    [{ numFailedTests: 2, numRuntimeErrorTestSuites: 1, numTodoTests: 1 }, 1, '12 passed, 3 failed, 1 skipped'],
  ])('with the result %j end in a line of counts', async (result, exitCode, line) => {
    jest(result, exitCode);
    const { code, stdout } = await copy.launch(['test', 'health', '-t', 'two words']);
    expect(code).toBe(exitCode);
    expect(stdout.endsWith(`\n${line}\n`)).toBe(true);
    expect(callOf(stdout).args.slice(0, 3)).toEqual(['health', '-t', 'two words']);
  });

  test.each([
    [0, 1],
    [1, 1],
    [9, 9],
  ])('without a result, though jest gave %i, fail with %i', async (exitCode, expected) => {
    jest(undefined, exitCode);
    const { code, stdout } = await copy.launch(['test']);
    expect(code).toBe(expected);
    expect(stdout.endsWith('\n0 passed, 1 failed\n')).toBe(true);
  });

  test('are not counted where jest was asked for something else', async () => {
    jest(undefined);
    const { code, stdout } = await copy.launch(['test', '--listTests']);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  });

  test('include the long ones only in test:full', async () => {
    jest({});
    expect(callOf((await copy.launch(['test'])).stdout).full).toBeUndefined();
    expect(callOf((await copy.launch(['test:full'])).stdout).full).toBe('1');
  });

  test.each([[['--url', 'http://127.0.0.1:7071']], [['--url=http://127.0.0.1:7071']]])(
    'of a running app need no build: %j',
    async (url) => {
      jest({});
      const call = callOf((await copy.launch(['test:e2e', ...url, 'health'])).stdout);
      expect(call.url).toBe('http://127.0.0.1:7071');
      expect(call.args.slice(0, 3)).toEqual(['health', '--roots=test/e2e', '--testPathIgnorePatterns=sample-app']);
      expect(copy.exists('dist')).toBe(false);
    },
  );

  test('of a running app are those of the sample app where that is said', async () => {
    jest({});
    const { stdout } = await copy.launch(['test:e2e', '--sample', '--url', 'http://127.0.0.1:7071']);
    expect(callOf(stdout).args.slice(0, 2)).toEqual(['--roots=test/e2e', '--testMatch=**/e2e/sample-app.test.ts']);
  });

  test('of a host of their own need the build', async () => {
    jest({});
    const { stdout } = await copy.launch(['test:e2e']);
    const { url, args } = callOf(stdout);
    expect(url).toBeUndefined();
    expect(args.filter((arg: string) => arg.startsWith('--test'))).toEqual([]);
    expect(copy.exists('dist/functions/main.js')).toBe(true);
  });

  test.each([
    [[], ['runner', 'sample-app']],
    [['e2e/runner'], ['runner']],
    [['--sample'], ['sample-app']],
    [['--url', 'http://127.0.0.1:7071'], ['runner']],
    [['--url', 'http://127.0.0.1:7071', 'sample'], []],
    [['--url', 'http://127.0.0.1:7071', '--sample'], ['sample-app']],
  ])('end to end with %j are these: %j', async (args, names) => {
    copy.usePackagesOfRepository();
    copy.write('src/nothing.ts', '');
    copy.write('local/main.ts', '');
    for (const name of ['runner', 'sample-app']) copy.write(`test/e2e/${name}.test.ts`, '');
    const { stdout } = await copy.launch(['test:e2e', ...args, '--listTests'], { env: { FAKE_NPM: 'fail' } });
    expect([...stdout.matchAll(/(\S+)\.test\.ts$/gm)].map(([, path = '']) => path.split('/').at(-1)).sort()).toEqual(
      names,
    );
  });

  test.each([[['--url']], [['--url=']], [['--url', 'localhost:7071']]])('refuse %j', async (args) => {
    jest({});
    const { code, stdout, stderr } = await copy.launch(['test:e2e', ...args]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^--url needs an address at which .* runs, for example .*\n$/);
  });

  describe('as part of check', () => {
    const biome = (text: string) => copy.write('node_modules/@biomejs/biome/bin/biome', text);

    beforeEach(() => {
      copy.program('');
      biome('');
      jest({});
    });

    test('come last, so that the last line is theirs', async () => {
      const { code, stdout } = await copy.launch(['check']);
      const lines = stdout.trimEnd().split('\n');
      expect(code).toBe(0);
      expect(lines.filter((line) => line.startsWith('== '))).toEqual([
        '== typecheck',
        '== lint',
        '== format:check',
        '== build',
        '== test',
      ]);
      expect(lines.at(-1)).toBe('12 passed, 0 failed');
    });

    test('are not run where a step before them fails', async () => {
      biome("if (process.argv[2] === 'check') process.exit(5)");
      const { code, stdout } = await copy.launch(['check']);
      expect(code).toBe(5);
      expect(stdout.trimEnd().split('\n').at(-1)).toBe('== format:check');
    });
  });

  test('are counted as the real jest has run them', async () => {
    copy.usePackagesOfRepository();
    copy.write('src/nothing.ts', '');
    copy.write('local/main.ts', '');
    copy.write('test/few.test.ts', "test('a', () => {}); test('b', () => expect(1).toBe(2)); test.todo('c');");
    copy.write('test/broken.test.ts', "import './nowhere';");
    copy.write('test/later.long.test.ts', "test('d', () => {});");
    const { code, stdout, stderr } = await copy.launch(['test'], { env: { FAKE_NPM: 'fail' } });
    expect(stderr).toContain('nowhere');
    expect({ code, lastLine: stdout.trimEnd().split('\n').at(-1) }).toEqual({
      code: 1,
      lastLine: '1 passed, 2 failed, 1 skipped',
    });
  });
});
