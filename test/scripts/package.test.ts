import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../local/workspace/simulated-workspace';
import { eventually } from '../support/eventually';
import { type HostProcess, startHostProcess, temporaryFolder } from '../support/host-process';
import { readZip, unzip } from '../support/unzip';

const SCRIPT = join(__dirname, '../../scripts/package.mjs');

const folder = temporaryFolder();
let output: string;

beforeAll(() => {
  output = makePackage('first');
});

afterAll(() => folder.remove());

function makePackage(name: string): string {
  return execFileSync(process.execPath, [SCRIPT, '--out', join(folder.path, name)], { encoding: 'utf8' });
}

const archive = (name = 'first') => readFileSync(join(folder.path, name, 'package.zip'));

describe('the package', () => {
  test('holds what the host and the bundle read, and nothing else', () => {
    const files = readZip(archive());
    expect([...files.keys()]).toEqual(['dist/functions/main.js', 'host.json', 'jobs.json', 'package.json']);
    for (const [path, contents] of files) {
      expect(readFileSync(join(folder.path, 'first/package', path)).equals(contents)).toBe(true);
    }
  });

  test('names the entry point, and no package to install', () => {
    const manifest = JSON.parse(String(readZip(archive()).get('package.json')));
    expect(Object.keys(manifest)).toEqual(['name', 'version', 'private', 'type', 'main']);
    expect([...readZip(archive()).keys()]).toContain(manifest.main);
  });

  test('is the same, to the byte, whenever it is made', () => {
    makePackage('second');
    expect(archive('second').equals(archive())).toBe(true);
  });

  test('tells its size', () => {
    expect(output).toMatch(/^ +\d+\.\d kB {2}dist\/functions\/main\.js$/m);
    expect(output).toContain(`package.zip: ${(archive().length / 1000).toFixed(1)} kB`);
  });

  test('is small', () => {
    expect(archive().length).toBeLessThan(1_500_000);
  });
});

test.each([
  ['both', ['jobs.json', 'callers.json']],
  ['no list of callers', ['jobs.json']],
  ['no catalog', ['callers.json']],
  ['neither', []],
])('the catalog and the list of callers are packed where they are there: %s', (what, own) => {
  const root = join(folder.path, what);
  cpSync(dirname(SCRIPT), join(root, 'scripts'), { recursive: true });
  for (const file of ['host.json', 'package.json', 'dist/functions/main.js', ...own]) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), file === 'package.json' ? '{}' : file);
  }
  execFileSync(process.execPath, [join(root, 'scripts/package.mjs'), '--out', root]);
  const packed = readZip(readFileSync(join(root, 'package.zip')));
  expect([...packed.keys()].sort()).toEqual(['dist/functions/main.js', 'host.json', 'package.json', ...own].sort());
  for (const file of own) expect(String(packed.get(file))).toBe(file);
});

describe('unpacked where there is nothing else', () => {
  let workspace: SimulatedWorkspace;
  let host: HostProcess;

  beforeAll(async () => {
    const app = join(folder.path, 'app');
    mkdirSync(app);
    unzip(archive(), app);
    workspace = await startSimulatedWorkspace({ port: 0, speed: 60, seed: 1, log: () => {} });
    const env = { DATABRICKS_HOST: workspace.url, DATABRICKS_TOKEN: workspace.token };
    host = await startHostProcess(app, join(folder.path, 'data'), { env });
  });

  afterAll(async () => {
    await host.stop();
    await workspace.stop();
  });

  test('it is loaded, and answers', async () => {
    const response = await fetch(`${host.url}/api/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'ok' });
  });

  test('it runs a job of its catalog to the end', async () => {
    const started = await fetch(`${host.url}/api/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ job: 'sales' }),
    });
    expect(started.status).toBe(202);
    const location = String(started.headers.get('location'));
    await eventually(async () => expect((await fetch(location)).status).toBe(200), 20_000);
    expect(await (await fetch(location)).json()).toMatchObject({ status: 'ended', outcome: 'succeeded' });
  });
});
