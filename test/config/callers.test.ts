import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCallers } from '../../src/config/callers';
import { SettingsError } from '../../src/config/settings-error';
import type { CatalogEntry } from '../../src/contract/jobs/catalog';
import { FACTORY, REPORTS } from '../support/signed-in';

const folder = mkdtempSync(join(tmpdir(), 'callers-'));
const file = join(folder, 'callers.json');
afterAll(() => rmSync(folder, { recursive: true }));

const catalog = new Map<string, CatalogEntry>([['sales', { job: '101' }]]);
const workspaces = [{ alias: 'default' }, { alias: 'prod' }];
const readFrom = (callersFile: string, callersFileIsOptional = false) =>
  readCallers({ callerAuth: 'entra', callersFile, callersFileIsOptional, workspaces }, catalog);

function read(content: unknown) {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readFrom(file);
}

function faultsOf(work: () => unknown): readonly string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}

test('an entry is kept as it is written, its id in small letters', () => {
  const rule = { name: 'Data Factory prod', jobs: ['sales', '123', 'prod/7'], actions: ['start', 'read', 'cancel'] };
  expect(read({ $schema: 'x', [REPORTS.toUpperCase()]: rule, '*': {} })).toEqual(
    new Map<string, object>([
      [REPORTS, rule],
      ['*', {}],
    ]),
  );
});

test('a list without entries is a list: nobody may do anything', () => expect(read({})).toEqual(new Map()));

test('without a list the roles alone decide, but one that was named must be there', () => {
  expect(readFrom(join(folder, 'none.json'), true)).toBeUndefined();
  expect(() => readFrom(join(folder, 'none.json'))).toThrow('CALLERS_FILE');
  mkdirSync(join(folder, 'folder'));
  expect(() => readFrom(join(folder, 'folder'), true)).toThrow("can't be read");
});

test('with function keys no list is even looked at', () => {
  writeFileSync(file, 'no JSON');
  const settings = { callerAuth: 'key', callersFile: file, callersFileIsOptional: true, workspaces } as const;
  expect(readCallers(settings, catalog)).toBeUndefined();
});

test.each(['', '{', '[]', 'null', '"x"'])('%j is refused', (text) => {
  expect(faultsOf(() => read(text))).toHaveLength(1);
});

test.each<[object, string]>([
  [{ factory: {} }, 'factory: must be the application id of a caller, which is a GUID, or * for all others.'],
  [
    { [`${FACTORY} `]: {} },
    `${FACTORY} : must be the application id of a caller, which is a GUID, or * for all others.`,
  ],
  [{ '*': { job: ['sales'] } }, '*.job: is not a field that is known here.'],
  [{ '*': { actions: ['delete'] } }, '*.actions.0: must be one of start, read, cancel, write.'],
  [{ '*': { jobs: 'sales' } }, '*.jobs: must be a list.'],
  [{ '*': { jobs: [101] } }, '*.jobs.0: must be a text.'],
  [{ '*': [] }, '*: must be an object.'],
])('%j is refused, with what is wrong', (content, fault) => expect(faultsOf(() => read(content))).toEqual([fault]));

test.each(['sale', 'test/7', 'default/7'])('the job %s, which could never be meant, is refused', (job) => {
  expect(faultsOf(() => read({ '*': { jobs: ['sales', job] } }))).toEqual([
    expect.stringContaining(`*.jobs: ${job} is no alias of the catalog`),
  ]);
});

test('a caller that stands there twice is refused, because one of its entries would not count', () => {
  const twice = (one: string, other: string) => faultsOf(() => read(`{"${one}": {}, "${other}" : {"jobs": []}}`));
  const big = REPORTS.toUpperCase();
  expect(twice(REPORTS, big)).toEqual([`${big} is there twice, and only one of them would count.`]);
  for (const one of [FACTORY, '*'])
    expect(twice(one, one)).toEqual([expect.stringContaining(`It has the field ${one}`)]);
  expect(twice(FACTORY, FACTORY.replace('1', '\\u0031'))).toHaveLength(1);
  expect(twice(FACTORY, REPORTS)).toEqual([]);
});

test.each(['jobs', 'actions'])('%s that stands twice is refused, because one of them would not count', (field) => {
  expect(faultsOf(() => read(`{"*": {"${field}": [], "${field}": []}}`))).toEqual([
    `It has the field *.${field} (line 1, column ${field.length + 16}) twice.`,
  ]);
});

test('the id of a job must be one that there can be', () => {
  expect(faultsOf(() => read({ '*': { jobs: ['9223372036854775807', 'prod/9223372036854775807'] } }))).toEqual([]);
  for (const job of ['9223372036854775808', 'prod/9999999999999999999']) {
    expect(faultsOf(() => read({ '*': { jobs: [job] } }))).toEqual([expect.stringContaining('*.jobs.0: must be')]);
  }
});

test('all faults are told at once, with the name of the file', () => {
  const work = () => read({ x: { jobs: ['none'] }, '*': { name: 1 } });
  expect(faultsOf(work)).toHaveLength(3);
  expect(work).toThrow(file);
});
