import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/eventually';
import { posixOnly } from '../support/posix-only';
import { keeperOf, lives } from './azurite/folders';
import { type FreshClone, freshClone } from './fresh-clone';

let clone: FreshClone;
beforeAll(() => {
  clone = freshClone({ 'local.settings.json': 'local.settings.sample.json' });
});
afterAll(() => clone.remove());

test('where there is no func, one line says what it is and how to get it', async () => {
  const { ended, output } = clone.start('local/start-func.js', [], { PATH: clone.path });
  expect(await ended).toBe(1);
  expect(output()).toMatch(
    /^There is no `func` on the PATH\. .*npm i -g azure-functions-core-tools@4 .*npm start .*\n$/,
  );
});

test('the help needs no func', async () => {
  const { ended, output } = clone.start('local/start-func.js', ['--help'], { PATH: clone.path });
  expect(await ended).toBe(0);
  expect(output()).toContain('npm run start:func');
});

posixOnly('func is another kind of file there', () => {
  /** Stands in for func: asks storage and workspace, as far as it is told where they are, and does as it is told. */
  const FAKE_FUNC = `#!${process.execPath}
    const { env } = process;
    const [, blobs] = /BlobEndpoint=([^;]+)/.exec(env.AzureWebJobsStorage) ?? [];
    const status = (url, headers) => fetch(url, { headers }).then((answer) => answer.status, () => 0);
    (async () => {
      console.log(JSON.stringify({
        args: process.argv.slice(2),
        cwd: process.cwd(),
        runtime: env.FUNCTIONS_WORKER_RUNTIME,
        storage: blobs ? await status(blobs + '?comp=list') : env.AzureWebJobsStorage,
        workspace: await status(env.DATABRICKS_HOST + '/api/2.2/jobs/list', { authorization: 'Bearer ' + env.DATABRICKS_TOKEN }),
      }));
      if (env.FAKE_FUNC !== 'stay') process.exit(7);
      process.on('SIGTERM', () => process.exit(3));
      setTimeout(() => process.exit(9), 20_000); // however the test goes
    })();`;
  let withFunc: Record<string, string>;
  beforeAll(() => {
    const folder = join(clone.path, 'bin');
    mkdirSync(folder);
    writeFileSync(join(folder, 'func'), FAKE_FUNC);
    chmodSync(join(folder, 'func'), 0o755);
    withFunc = { PATH: folder };
  });
  const toldBy = (output: string) => JSON.parse(/^\{.*\}$/m.exec(output)?.[0] ?? '{}');
  const data = () => join(clone.path, '.local/func');

  test('func is started with storage and workspace, and its exit code is handed on', async () => {
    const { ended, output } = clone.start('local/start-func.js', ['--port', '7072'], withFunc);
    expect(await ended).toBe(7);
    const { cwd, ...told } = toldBy(output());
    // 403: the storage asks for a signature
    expect(told).toEqual({ args: ['start', '--port', '7072'], runtime: 'node', storage: 403, workspace: 200 });
    expect(cwd.endsWith(clone.path)).toBe(true);
    expect(output()).toMatch(/^Databricks: http:\/\/127\.0\.0\.1:\d+ \(simulated; /m);
    expect(lives(keeperOf(data()))).toBe(false);
  });

  test('a signal goes to func, and what was started for it ends after it', async () => {
    const { ended, output, kill } = clone.start('local/start-func.js', [], { ...withFunc, FAKE_FUNC: 'stay' });
    await eventually(() => expect(toldBy(output())).toMatchObject({ args: ['start'] }), 20_000);
    const keeper = keeperOf(data());
    expect(lives(keeper)).toBe(true);
    kill('SIGTERM');
    expect(await ended).toBe(3);
    expect(lives(keeper)).toBe(false);
  });

  test('what the settings name is not started', async () => {
    const named = { DATABRICKS_HOST: 'http://127.0.0.1:9', AzureWebJobsStorage: 'AccountName=mine' };
    const { ended, output } = clone.start('local/start-func.js', [], { ...withFunc, ...named });
    expect(await ended).toBe(7);
    expect(toldBy(output())).toMatchObject({ storage: 'AccountName=mine', workspace: 0 });
    expect(output()).not.toContain('Databricks: ');
  });
});
