import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const patterns = read('.funcignore')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'));

/** As git reads such a file: the last pattern that fits decides, and what lies in an ignored folder is ignored. */
function isIgnored(path: string): boolean {
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  if (parent && isIgnored(parent)) return true;
  const last = patterns.findLast((pattern) => expressionOf(pattern.replace(/^!/, '')).test(path));
  return last !== undefined && !last.startsWith('!');
}

const expressionOf = (pattern: string) =>
  new RegExp(`^${pattern.slice(1).replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`);

describe('.funcignore', () => {
  test('has patterns that begin at the root only, as this test reads them', () => {
    expect(patterns.filter((pattern) => !/^!?\//.test(pattern))).toEqual([]);
  });

  test('lets through the bundle, and the files that it and the host read', () => {
    const files = readdirSync(ROOT, { withFileTypes: true }).filter(
      (entry) => !entry.isDirectory() && entry.name !== 'node_modules',
    );
    const shipped = files.map(({ name }) => name).filter((name) => !isIgnored(name));
    const own = ['jobs.json', 'callers.json']; // where they are there
    expect(shipped.filter((name) => !own.includes(name)).sort()).toEqual(['host.json', 'package.json']);
    expect(own.filter(isIgnored)).toEqual([]);
    expect(isIgnored(JSON.parse(read('package.json')).main)).toBe(false);
  });

  test.each([
    'dist/functions/main.js.map',
    'dist/local/main.js',
    'dist/package',
    'local.settings.json',
    'jobs.prod.json', // as the package does
    'token.txt',
    '.local/azurite.json',
    'node_modules/axios/package.json',
    'src/composition.ts',
    '.git/config',
    '.env',
  ])('keeps %s back', (path) => expect(isIgnored(path)).toBe(true));

  test('does not name node_modules itself, which azd takes for a wish to build in Azure', () => {
    expect(isIgnored('node_modules')).toBe(false);
    expect(read('azure.yaml')).toMatch(/^ {4}remoteBuild: false$/m);
  });
});

describe('azure.yaml', () => {
  test('deploys to the site that carries the name of its service', () => {
    const [, service] = /^services:\n {2}(\w+):/m.exec(read('azure.yaml')) ?? [];
    expect(read('infra/modules/function-app.bicep')).toContain(`{ 'azd-service-name': '${service}' }`);
  });

  test('calls the same hook on every system', () => {
    const commands = read('azure.yaml').match(/run: .+/g);
    expect(commands).toHaveLength(2);
    expect(new Set(commands).size).toBe(1);
  });
});
