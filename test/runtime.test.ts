import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const PINNED: string = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).devDependencies.node;
const binary = join(ROOT, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

// The launcher goes on with the machine's own Node where the pinned one could not be installed: only there may tests.
const isInstalled = existsSync(binary) && spawnSync(binary, ['--version']).status === 0;

const majorOf = (version: string) => Number.parseInt(version, 10);

if (isInstalled) {
  test('the tests run on the pinned Node', () => {
    expect(process.version).toBe(`v${PINNED}`);
    expect(realpathSync(process.execPath)).toBe(realpathSync(binary));
  });
} else {
  test('the tests run on a Node that is not older than the pinned one', () => {
    expect(majorOf(process.versions.node)).toBeGreaterThanOrEqual(majorOf(PINNED));
  });
}

test('the pinned Node is an exact version, the one that runs in Azure', () => {
  expect(PINNED).toMatch(/^22\.\d+\.\d+$/);
});
