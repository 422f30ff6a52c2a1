import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const PROGRAMS = [
  'local/main',
  'local/start-func',
  'local/workspace/main',
  'bench/main',
  'bench/workspace',
  'bench/load',
  'clients/scripts/main',
];

/** The queries of Power Query are part of what they are made by. */
const QUERIES = { '.pq': 'text' };

/** What is built: each bundle's output with the options of esbuild that are its own. */
export function bundles(root) {
  const programs = PROGRAMS.filter((program) => existsSync(join(root, `${program}.ts`)));
  return [
    functionsBundle(root),
    ...programs.map(programBundle),
    ...(programs.includes('bench/load') ? [unbundledFunctions(root)] : []),
  ];
}

/** Everything an app in Azure needs in one file: a cold start reads that instead of thousands. */
function functionsBundle(root) {
  return {
    outfile: 'dist/functions/main.js',
    options: {
      ...everyFunction(root),
      external: ['@azure/functions-core'], // only the host of Azure Functions has it
      minify: true, // half as much to read at a cold start
      // Once, not in each of its two forms: durable-functions asks for this one.
      alias: { axios: join(root, 'node_modules/axios/dist/node/axios.cjs') },
      plugins: [englishOnly],
      // Packages that ship as ES modules ask where they are; in a CommonJS bundle the bundle is the answer.
      define: { 'import.meta.url': 'bundleUrl' },
      banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    },
  };
}

/** The same modules with the packages left where they are: what the bundle is measured against. */
function unbundledFunctions(root) {
  return { outfile: 'dist/bench/unbundled.js', options: { ...everyFunction(root), packages: 'external' } };
}

function everyFunction(root) {
  const folder = join(root, 'functions');
  const modules = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort();
  return {
    loader: QUERIES,
    stdin: {
      contents: modules.map((name) => `import './${name}';\n`).join(''),
      resolveDir: folder,
      sourcefile: 'functions/main.ts',
    },
  };
}

/** Zod brings its messages in fifty languages, a tenth of the bundle. */
const englishOnly = {
  name: 'english-only',
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

function programBundle(program) {
  const options = { entryPoints: [`${program}.ts`], packages: 'external', loader: QUERIES };
  return { outfile: `dist/${program}.js`, options };
}
