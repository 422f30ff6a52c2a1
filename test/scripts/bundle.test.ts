import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(__dirname, '../..');

interface Module {
  imports: { path: string; kind: string; external?: boolean }[];
}

/** What esbuild reads for the bundle that is shipped, and who asks for what. */
const MODULES: Record<string, Module> = JSON.parse(
  execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import esbuild from 'esbuild';
       import { bundles } from ${JSON.stringify(pathToFileURL(join(ROOT, 'scripts/build/bundles.mjs')).href)};
       const root = ${JSON.stringify(ROOT)};
       const [{ options, outfile }] = bundles(root);
       const shared = { absWorkingDir: root, bundle: true, platform: 'node', format: 'cjs', write: false, metafile: true };
       const { metafile } = await esbuild.build({ ...shared, ...options, outfile });
       process.stdout.write(JSON.stringify(metafile.inputs));`,
    ],
    { cwd: ROOT, encoding: 'utf8', maxBuffer: 100_000_000 },
  ),
);

/** What is loaded with the app, without what is imported when it is needed. */
function loadedAtOnce(): string[] {
  const seen = new Set(Object.keys(MODULES).filter((path) => path.startsWith('functions/')));
  for (const path of seen) {
    for (const { path: next, kind, external } of MODULES[path]?.imports ?? []) {
      if (kind !== 'dynamic-import' && !external) seen.add(next);
    }
  }
  return [...seen];
}

const packagesOf = (paths: string[]) =>
  new Set(paths.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []));

test('what signs in to Azure is in the bundle, and is not loaded with the app', () => {
  const later = ['@azure/identity', '@azure/msal-node', '@azure/keyvault-secrets'];
  expect([...packagesOf(Object.keys(MODULES))]).toEqual(expect.arrayContaining(later));
  const atOnce = packagesOf(loadedAtOnce());
  expect(atOnce).toContain('@azure/storage-blob');
  expect(later.filter((name) => atOnce.has(name))).toEqual([]);
});

test('the bundle has axios once, and the messages of zod in English only', () => {
  const paths = Object.keys(MODULES);
  expect(paths.filter((path) => /node_modules\/axios\/(lib|dist|index)/.test(path))).toHaveLength(1);
  const locales = paths.flatMap((path) => /\/zod\/v4\/locales\/(.*)/.exec(path)?.[1] ?? []);
  expect(locales.sort()).toEqual(['en.js', 'index.js']);
});

test('the bundle asks for nothing that only this repository has', () => {
  const asked = [...readFileSync(join(ROOT, 'dist/functions/main.js'), 'utf8').matchAll(/\brequire\("([^"]+)"\)/g)];
  const others = new Set(asked.map(([, name = '']) => name.replace(/^node:/, '')));
  expect([...others].filter((name) => !builtinModules.includes(name))).toEqual(['@azure/functions-core']);
});

test('its load time is measured beside that of the same modules without a bundle', () => {
  const args = [join(ROOT, 'dist/bench/load.js'), '--runs', '1'];
  const printed = execFileSync(process.execPath, args, { encoding: 'utf8' });
  expect(printed).toMatch(
    /^functions +\d+\none bundle +\d+ ms, 1 file of \d\.\d MB\npackages outside +\d+ ms, \d{3} files\n/,
  );
  expect(printed).toMatch(/\nratio +\d\.\d\d\nto sign in by Entra +\d+ ms more, when the first token is wanted\n$/);
});

test('the query for Power BI is in the bundle, so that nothing has to be deployed beside it', () => {
  expect(loadedAtOnce()).toContain('clients/power-query/DatabricksJob.pq');
});
