import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/eventually';
import { runHost } from '../support/host-process';
import { keeperOf, lives } from './azurite/folders';
import { type FreshClone, freshClone } from './fresh-clone';

let clone: FreshClone;
beforeAll(() => {
  clone = freshClone();
});
afterAll(() => clone.remove());

const patience = 20_000;

test('Ctrl-C in the middle of the sample run stops everything, without another word', async () => {
  const host = clone.start('local/main.js', ['--port', '0', '--enforce-keys']);
  await eventually(() => expect(host.output()).toMatch(/\n {2}running, \d+ s/), patience);
  const keeper = keeperOf(join(clone.path, '.local'));
  host.kill('SIGINT');
  expect(await host.ended).toBe(0);
  expect(host.output()).toMatch(/0 of 1 tasks done\nSIGINT: stopping…\nStopped\.\n$/);
  expect(lives(keeper)).toBe(false);
});

test('what was to be seen once has failed if it was interrupted, though its start is still answered', async () => {
  const host = clone.start('local/main.js', ['--port', '0', '--once']);
  await eventually(() => expect(host.output()).toContain('\nA sample run: '), patience);
  host.kill('SIGTERM');
  expect(await host.ended).toBe(1);
  expect(host.output()).toMatch(/\nSIGTERM: stopping…\n(\d\d:\d\d:\d\d .*\n)*Stopped\.\n$/); // what is under way has its say
});

test('in a workspace that is named nothing is run, and --once is refused before anything starts', async () => {
  const named = { DATABRICKS_HOST: 'http://127.0.0.1:9', DATABRICKS_TOKEN: 'dapi-of-somebody' };
  const host = clone.start('local/main.js', ['--port', '0'], named);
  await eventually(() => expect(host.output()).toContain('\nRUN_ID stands for '), patience);
  host.kill('SIGINT');
  expect(await host.ended).toBe(0);
  expect(host.output()).not.toContain('Databricks: ');
  expect(host.output()).toMatch(/^Ready: \S+\nDATABRICKS_HOST names the workspace, so there is no sample run: /m);

  const data = join(clone.path, 'untouched');
  const once = clone.start('local/main.js', ['--once', '--port', '0', '--data', data], named);
  expect(await once.ended).toBe(1);
  expect(once.output()).toMatch(
    /^--once makes a run in the simulated workspace, but DATABRICKS_HOST names another one, .*\n$/,
  );
  expect(existsSync(data)).toBe(false);
});

test('--once with another app is refused', async () => {
  expect(await runHost(['--once', '--app', 'elsewhere'])).toEqual({
    code: 1,
    output: "--once is for the sample run of this repository's own app, not for one that --app names.\n",
  });
});
