import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCatalog } from '../../src/config/catalog';
import { SettingsError } from '../../src/config/settings-error';

const folder = mkdtempSync(join(tmpdir(), 'catalog-'));
const file = join(folder, 'jobs.json');
afterAll(() => rmSync(folder, { recursive: true }));

const readFrom = (jobsFile: string, jobsFileIsOptional = false) =>
  readCatalog({ jobsFile, jobsFileIsOptional, workspaces: [{ alias: 'default' }, { alias: 'test' }] });

function read(content: unknown) {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readFrom(file);
}

function faultsOf(content: unknown): readonly string[] {
  try {
    read(content);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}
const entryFaults = (entry: object) => faultsOf({ sales: { job: '1', ...entry } });

test('an entry is kept as it is written, the id of its job as a text', () => {
  const entry = {
    workspace: 'default',
    job: 123,
    about: 'Sales',
    defaults: { notebook_params: { region: 'ALL' } },
    allowedParameters: [],
    columns: [{ name: 'day', type: 'date', nullable: false }],
    timeoutSeconds: 600,
    failOn: ['failed', 'partial'],
  };
  expect(read({ sales: entry })).toEqual(new Map([['sales', { ...entry, job: '123' }]]));
});

test.each(['"9223372036854775807"', '9223372036854775807'])(
  'an id longer than a number keeps its digits: %s',
  (job) => {
    expect(read(`{"sales": {"job": ${job}}}`).get('sales')?.job).toBe('9223372036854775807');
  },
);

test.each([0, -1, 1.5, '', ' 7', '07', '7; DROP', '1e3', '9223372036854775808', 'sales', null, undefined, {}])(
  '%j is not the id of a job',
  (job) => expect(entryFaults({ job })).toHaveLength(1),
);

test('all faults are told at once, with their place in the file', () => {
  const faults = faultsOf({
    'Daily Sales': { job: '1' },
    'nightly-report': {
      job: 'nightly',
      colums: [],
      workspace: 'prod',
      defaults: { job_parameters: { days: 3 }, notebook_params: {} },
      columns: [{ name: 'day', type: 'day' }, { name: 'day', type: 'text' }, null],
      timeoutSeconds: 5,
      failOn: ['late'],
    },
    'no-entry': null,
    prod: { job: 1, workspace: 'prod' },
  });
  expect(faults.map((fault) => fault.split(': ')[0])).toEqual([
    'Daily Sales',
    'nightly-report.workspace',
    'nightly-report.job',
    'nightly-report.defaults.job_parameters.days',
    'nightly-report.defaults',
    'nightly-report.columns.0.type',
    'nightly-report.columns.2',
    'nightly-report.columns',
    'nightly-report.timeoutSeconds',
    'nightly-report.failOn.0',
    'nightly-report.colums',
    'no-entry',
    'prod.workspace',
  ]);
  expect(faults).toContain('nightly-report.columns: must not name a column twice.');
  expect(faults).toContain('prod.workspace: must be one of default, test.');
});

test.each(['', 'A', '1a', '123', 'a_b', 'a b', 'a/b', `a${'b'.repeat(63)}`, 'ä'])('%j is no alias', (alias) => {
  expect(faultsOf({ [alias]: { job: '1' } })).toHaveLength(1);
});

test.each(['a', 'a1', 'nightly-sales', 'constructor', `a${'b'.repeat(62)}`])('%s is an alias', (alias) => {
  expect([...read({ [alias]: { job: '1' } }).keys()]).toEqual([alias]);
});

test('a name that objects have of themselves is no alias, unless it is written there', () => {
  const catalog = read('{"sales": {"job": 1}}');
  expect(catalog.get('constructor')).toBeUndefined();
  expect(faultsOf('{"__proto__": {"job": 1}}')).toHaveLength(1);
});

test.each([
  { defaults: { job_parameters: {}, notebook_params: {} } },
  { defaults: { python_params: [] } },
  { defaults: { job_parameters: { days: 3 } } },
  { defaults: { job_parameters: { text: 'x'.repeat(10_001) } } },
  { allowedParameters: [''] },
  { allowedParameters: 'region' },
  { columns: [] },
  { columns: [{ name: '', type: 'text' }] },
  { columns: [{ name: 'a', type: 'text', format: 'x' }] },
  { timeoutSeconds: 2_592_001 },
  { timeoutSeconds: '600' },
  { failOn: ['failed', 'gone'] },
  { workspace: '' },
  { workspace: 'PROD' },
])('%j is refused', (entry) => expect(entryFaults(entry)).toHaveLength(1));

test.each(['[]', 'null', '"x"', '7', '{', '', '{"a": {"job": 1},}', '// jobs\n{}'])('%s is no catalog', (text) => {
  expect(faultsOf(text)).toHaveLength(1);
});

test.each([
  ['{\n  "sales": {"job": 1, "allowedParameters": []},\n  "sales": {"job": 1}\n}', 'sales (line 3, column 3)'],
  ['{"sales": {"job": 1, "jo\\u0062": 2}}', 'sales.job (line 1, column 22)'],
  ['{"sales": {"job": 1, "defaults": {"notebook_params": {"a": "", "a": ""}}}}', 'sales.defaults.notebook_params.a'],
])('what stands twice is refused, because one of them would be lost: %j', (text, place) => {
  expect(faultsOf(text)).toEqual([expect.stringContaining(`It has the field ${place}`)]);
});

test('what is no JSON is told with its place', () => {
  expect(faultsOf('{"sales": {\n  "job": 1,\n}}')).toEqual([
    "It can't be read as JSON: a bracket closes where the name of a field in double quotes was expected; " +
      'is there a comma too many? (line 3, column 1, in sales).',
  ]);
});

test('a catalog may be larger than a request', () => {
  const entry = { job: 1, columns: Array.from({ length: 40 }, (_, index) => ({ name: `c${index}`, type: 'text' })) };
  const jobs = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`job-${index}`, entry]));
  expect(read(jobs).size).toBe(100);
});

test('a byte order mark, and the schema for editors, are no jobs', () => {
  expect(read('\uFEFF{"$schema": "./jobs.schema.json"}').size).toBe(0);
});

test('an app without a catalog has an empty one, but a file that was named must be there', () => {
  const missing = join(folder, 'missing.json');
  expect(readFrom(missing, true).size).toBe(0);
  expect(() => readFrom(missing)).toThrow(`The job catalog ${missing} must be corrected:\n- It is not there`);
});

test('a file that is there, but can not be read, is a fault in any case', () => {
  expect(() => readFrom(folder, true)).toThrow("can't be read (EISDIR)");
});

test('a relative path begins where the process runs', () => {
  const before = process.cwd();
  mkdirSync(join(folder, 'app'));
  writeFileSync(join(folder, 'app', 'own.json'), '{"own": {"job": 1}}');
  process.chdir(join(folder, 'app'));
  try {
    expect([...readFrom('own.json').keys()]).toEqual(['own']);
  } finally {
    process.chdir(before);
  }
});

test('a parameter that stands where kinds of parameters do is told where it belongs', () => {
  const faults = faultsOf({ sales: { job: '101', defaults: { region: 'ALL' } } });
  expect(faults).toEqual([expect.stringContaining('sales.defaults.region: is not a field that is known here: param')]);
});
