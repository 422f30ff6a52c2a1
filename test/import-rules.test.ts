import { hasIfOrTry, readsEnvironment, readsTime } from './support/forbidden-code';
import { importCycles, violations } from './support/import-rules';
import { RULES } from './support/layers';
import { readSources } from './support/sources';

const sources = readSources('functions', 'src', 'local', 'clients');
const under = (folder: string) => new Map([...sources].filter(([path]) => path.startsWith(`${folder}/`)));

describe('this repository', () => {
  test('imports in the directions allowed only', () => expect(violations(sources, RULES)).toEqual([]));
  test('has no circle of modules in src', () => expect(importCycles(under('src'))).toEqual([]));
  test('has no circle of modules in local', () => expect(importCycles(under('local'))).toEqual([]));

  test('has no barrel files', () => {
    expect([...sources.keys()].filter((path) => /\/index\.\w+$/.test(path))).toEqual([]);
  });

  test('decides nothing in functions/, and keeps each of its files to 25 lines', () => {
    const offenders = [...under('functions')].filter(
      ([, text]) => hasIfOrTry(text) || text.trimEnd().split('\n').length > 25,
    );
    expect(offenders.map(([path]) => path)).toEqual([]);
  });

  test('reads the environment in src/config only', () => {
    const readers = [...under('src'), ...under('functions')]
      .filter(([, text]) => readsEnvironment(text))
      .map(([path]) => path);
    expect(readers.filter((path) => !path.startsWith('src/config/'))).toEqual([]);
  });

  test('reads the time in src/composition.ts only', () => {
    const readers = [...under('src'), ...under('functions')]
      .filter(([, text]) => readsTime(text))
      .map(([path]) => path);
    expect(readers.filter((path) => path !== 'src/composition.ts')).toEqual([]);
  });
});

describe('violations', () => {
  const check = (files: Record<string, string>) => violations(new Map(Object.entries(files)), RULES);

  test.each([
    ['functions/start.ts', "import { client } from '../src/adapters/databricks/client';"],
    ['src/http/start.ts', "import { client } from '../adapters/databricks/client';"],
    ['src/http/start.ts', "import { type Client } from '../adapters/databricks/client';"],
    ['src/http/start.ts', "import '../composition';"],
    ['src/activities/check.ts', "export { client } from '../adapters/databricks/client';"],
    ['src/orchestration/run.ts', "export * from '../activities/check';"],
    ['src/orchestration/run.ts', "import type { Client } from '../adapters/databricks/client';"],
    ['src/adapters/storage/runs.ts', "import { settings } from '../../config/settings';"],
    ['src/contract/run.ts', "const adapters = await import('../adapters/storage/runs');"],
    ['src/contract/run.ts', 'const adapters = require(`../adapters/storage/runs`);'],
    ['src/contract/run.ts', "let rows: import('../adapters/storage/runs').Rows;"],
    ['src/contract/run.ts', "import readme from '../../clients/power-query/README.md';"],
    ['src/contract/run.ts', "import template from '../../clients/data-factory/with-function-key.json';"],
    ['src/http/start.ts', "import query from '../../clients/power-query/DatabricksJob.pq';"],
    ['src/domain/states.ts', "import { z } from 'zod';"],
    ['src/domain/states.ts', "import type { Run } from '../contract/run';"],
    ['src/composition.ts', "import { start } from '../functions/start';"],
    ['src/composition.ts', "import { clock } from '../local/clock';"],
    ['local/main.ts', "import { health } from '../src/http/routes/service/health';"],
    ['clients/scripts/main.ts', "import { readJob } from '../../src/http/read-job';"],
    ['src/http/start.ts', "import { HELP } from '../../clients/scripts/options';"],
    ['src/http/start.ts', "import text from '../../clients/power-query/DatabricksJob.pq';"],
    ['local/host/http.ts', "import type { Engine } from '../durable/engine';"],
    ['local/durable/engine.ts', "import { main } from '../main';"],
    ['src/helpers.ts', ''],
    ['src/utils/helpers.ts', ''],
  ])('%s must not: %s', (path, text) => {
    expect(check({ 'local/main.ts': "import './host/http';", [path]: text })).toHaveLength(1);
  });

  test.each([
    ['src/contract/clients/query.ts', "import text from '../../../clients/power-query/DatabricksJob.pq';"],
    ['clients/scripts/main.ts', "import { readCatalog } from '../../src/config/catalog';"],
    ['functions/start.ts', "import { start } from '../src/http/start';"],
    ['src/http/start.ts', "import type { Client } from '../adapters/databricks/client';"],
    ['src/http/start.ts', "import { parse } from './parse'; import { z } from 'zod';"],
    ['src/orchestration/run.ts', "import type { check } from '../activities/check';"],
    ['src/composition.ts', "import { start } from './http/start';"],
    ['src/contract/run.ts', "import query from '../../clients/power-query/DatabricksJob.pq';"],
    ['src/domain/states.ts', "// import '../http/start'\nconst text = \"import '../http/start'\";"],
    ['local/main.ts', "import { listen } from './host/http'; import { engine } from './durable/engine';"],
    ['local/host/http.ts', "import { clock } from '../clock';"],
    ['local/durable/management/list.ts', "import { engine } from '../engine';"],
  ])('%s may: %s', (path, text) => expect(check({ [path]: text })).toEqual([]));

  test('a file that joins folders of local only through another one is not shared either', () => {
    const files = {
      'local/start.ts': "import './everything';",
      'local/everything.ts': "import './durable/engine';",
      'local/host/http.ts': "import '../start';",
    };
    expect(check(files)).toEqual(['local/host/http.ts imports ../start']);
  });
});

describe('importCycles', () => {
  const find = (files: Record<string, string>) => importCycles(new Map(Object.entries(files)));

  test('names the modules of a circle', () => {
    const files = { 'src/a.ts': "import './b';", 'src/b.ts': "import './c';", 'src/c.ts': "import './b';" };
    expect(find(files)).toEqual(['src/b.ts → src/c.ts → src/b.ts']);
  });

  test('does not count types', () => {
    expect(find({ 'src/a.ts': "import './b';", 'src/b.ts': "import type { A } from './a';" })).toEqual([]);
  });
});

describe('what a module must not do', () => {
  test.each(['if (a) b();', 'const f = () => { try { a(); } catch {} };'])('decides: %s', (text) =>
    expect(hasIfOrTry(text)).toBe(true),
  );

  test.each([
    'const url = process.env.URL;',
    "const url = process['env'].URL;",
    'const url = globalThis.process.env.URL;',
    'const { env } = process;',
    "import { env } from 'node:process';",
  ])('reads the environment: %s', (text) => expect(readsEnvironment(text)).toBe(true));

  test.each(['Date.now();', 'const clock = { now: Date.now };', 'new Date();', 'new Date;', 'Date();'])(
    'reads the time: %s',
    (text) => expect(readsTime(text)).toBe(true),
  );

  test.each([
    ['hasIfOrTry', hasIfOrTry, 'const text = "if try"; // if'],
    ['readsEnvironment', readsEnvironment, 'const text = "process.env"; const version = process.version;'],
    ['readsTime', readsTime, 'const text = "Date.now()"; new Date(0); clock.now();'],
  ])('%s is not led astray by what looks alike', (_name, finds, text) => expect(finds(text)).toBe(false));
});
