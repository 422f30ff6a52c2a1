import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const PROGRAMS = ['local/main', 'local/workspace/main', 'bench/main', 'bench/workspace'];

/** What is built: each bundle's output with the options of esbuild that are its own. */
export function bundles(root) {
  return [functionsBundle(root), ...PROGRAMS.map((program) => programBundle(root, program))].filter(Boolean);
}

/** Everything an app in Azure needs in one file: a cold start reads that instead of thousands. */
function functionsBundle(root) {
  const folder = join(root, 'functions');
  const modules = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort();
  return {
    outfile: 'dist/functions/main.js',
    options: {
      stdin: {
        contents: modules.map((name) => `import './${name}';\n`).join(''),
        resolveDir: folder,
        sourcefile: 'functions/main.ts',
      },
      external: ['@azure/functions-core'], // only the host of Azure Functions has it
      minify: true, // half as much to read at a cold start
      // Packages that ship as ES modules ask where they are; in a CommonJS bundle the bundle is the answer.
      define: { 'import.meta.url': 'bundleUrl' },
      banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    },
  };
}

function programBundle(root, program) {
  const entry = `${program}.ts`;
  if (!existsSync(join(root, entry))) return undefined;
  return { outfile: `dist/${program}.js`, options: { entryPoints: [entry], packages: 'external' } };
}
