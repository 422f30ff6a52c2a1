import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeClient } from '../../../clients/scripts/make-client';
import { type Options, readOptions } from '../../../clients/scripts/options';
import { salesTable } from '../../../local/workspace/scenarios/sales-table';
import { readCatalog } from '../../../src/config/catalog';
import { temporaryFolder } from '../../support/host-process';
import { runWorld } from '../../support/run-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

const ROOT = join(__dirname, '../../..');
const URL_OF_APP = 'https://sales-runs.azurewebsites.net';

const data = temporaryFolder();
const jobsFile = join(data.path, 'jobs.json');
mkdirSync(data.path, { recursive: true });
afterAll(() => data.remove());
beforeEach(() => {
  const sales = {
    job: 101,
    about: 'Sales by day',
    workspace: 'prod',
    defaults: { job_parameters: { region: 'ALL', from: '2026-01-01', days: '3' } },
    columns: [{ name: 'units', type: 'integer' }],
  };
  writeJobs({ $schema: './jobs.schema.json', sales, nightly: { job: '102' } });
});
const writeJobs = (jobs: object | string) =>
  writeFileSync(jobsFile, typeof jobs === 'string' ? jobs : JSON.stringify(jobs));

const read = (args: string[], env: Record<string, string> = {}): Options | undefined =>
  readOptions(args, env, { root: ROOT, folder: data.path });

function make(...args: string[]) {
  const options = read([...args, '--url', URL_OF_APP, '--jobs', 'jobs.json']);
  if (!options) throw new Error('That is the help.');
  return makeClient(options);
}

describe('what is made', () => {
  let clock: VirtualClock;
  ownTime((given) => {
    clock = given;
  });

  /** What the app answers that has the same catalog, and knows the job, too. */
  async function answerOf(path: string): Promise<string> {
    const written = readCatalog({ jobsFile, jobsFileIsOptional: false });
    // There is one workspace here, and what is made does not depend on which it is.
    const catalog = new Map([...written].map(([alias, { workspace: _, ...entry }]) => [alias, entry]));
    const world = runWorld({ clock, catalog, scenarios: [salesTable] });
    Object.assign(world.app, { origin: URL_OF_APP });
    const { status, text } = await world.get(`jobs/${path}`);
    expect(status).toBe(200);
    return text;
  }

  test('for Power BI is what the app hands out', async () => {
    const { text } = make('power-query', '--job', 'sales');
    expect(text).toBe(await answerOf('sales/power-query'));
    expect(text).toContain(`"${URL_OF_APP}"`);
  });

  test.each(['key', 'entra'])('for Data Factory with %s is what the app hands out', async (signIn) => {
    const { text } = make('data-factory', '--job', 'sales', '--sign-in', signIn);
    expect(JSON.parse(text)).toEqual(JSON.parse(await answerOf(`sales/data-factory?signIn=${signIn}`)));
    expect(text).toContain('\n  "parameters": {\n');
  });

  test('of an alias tells that the app knows more', () => {
    const { note } = make('data-factory', '--job', 'nightly');
    expect(note).toContain('what the job catalog says of nightly');
    expect(note).toContain(`GET ${URL_OF_APP}/api/jobs/nightly/data-factory`);
  });

  test('of an id needs no catalog, and tells that parameters are missing', () => {
    writeJobs('not JSON');
    const { text, note } = make('data-factory', '--job', '0101');
    expect(text).toContain('"101"');
    expect(note).toContain('no parameters');
    expect(note).toContain(`GET ${URL_OF_APP}/api/jobs/101/data-factory`);
  });
});

describe('a job that is not known', () => {
  test('is refused with those that are', () => {
    expect(() => make('data-factory', '--job', 'sale')).toThrow(
      `${jobsFile} has no alias sale. It has nightly, sales. `,
    );
  });

  test.each([
    ['of an empty catalog', {}],
    ['of a catalog without entries', { $schema: './jobs.schema.json' }],
  ])('is refused, %s', (_, jobs) => {
    writeJobs(jobs);
    expect(() => make('data-factory', '--job', 'sales')).toThrow('has no alias sales. It has none. The id of a job');
  });

  test.each(['0', '-1', '1.5', 'Sales table'])('is refused: %s', (job) => {
    expect(() => make('data-factory', `--job=${job}`)).toThrow(`has no alias ${job}.`);
  });
});

describe('a catalog', () => {
  test.each([
    ['that is no JSON', '{', "It can't be read as JSON"],
    ['with a mistake', { sales: { job: 'x' } }, 'sales.job: must be the id of a job'],
  ])('%s is refused as the app refuses it', (_, jobs, why) => {
    writeJobs(jobs);
    expect(() => make('data-factory', '--job', 'sales')).toThrow(why);
  });

  test('that is named must be there', () => {
    const options = read(['data-factory', '--job', 'sales', '--url', URL_OF_APP, '--jobs', 'nowhere.json']);
    expect(() => options && makeClient(options)).toThrow('nowhere.json must be corrected');
  });

  test('is that of --jobs, else of JOBS_FILE, else of this repository', () => {
    const args = ['data-factory', '--job', 'sales', '--url', URL_OF_APP];
    const inSetting = { JOBS_FILE: 'config/jobs.json' };
    const file = (more: string[], env: Record<string, string>) => {
      const { jobsFile, jobsFileIsOptional } = read([...args, ...more], env) ?? {};
      return [jobsFile, jobsFileIsOptional];
    };
    expect(file(['--jobs', 'mine.json'], inSetting)).toEqual([join(data.path, 'mine.json'), false]);
    expect(file([], inSetting)).toEqual([join(ROOT, 'config/jobs.json'), false]);
    expect(file([], { JOBS_FILE: '' })).toEqual([join(ROOT, 'jobs.json'), true]);
  });
});

describe('the options', () => {
  const args = (change: Record<string, string | undefined>, kind = 'data-factory') => {
    const all = { job: 'sales', url: URL_OF_APP, ...change };
    return [
      kind,
      ...Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`])),
    ];
  };

  test.each([
    [[], 'The first argument must be power-query or data-factory. See --help.'],
    [['powerquery'], 'The first argument must be power-query or data-factory. See --help.'],
    [args({}, 'data').concat('sales'), 'The first argument must be power-query or data-factory. See --help.'],
    [args({}).concat('sales'), 'The first argument must be power-query or data-factory. See --help.'],
    [['data-factory', 'sales', URL_OF_APP], "in PowerShell '--' with its quotes: npm run client -- power-query"],
    [['power-query'], 'No option has arrived here. Put -- before the options'],
    [args({ job: undefined }), '--job must be an alias of the job catalog, or the id of a job.'],
    [args({ job: '' }), '--job must be an alias of the job catalog, or the id of a job.'],
    [args({ 'sign-in': 'password' }), '--sign-in must be key or entra. See --help.'],
    [args({ 'sign-in': 'key' }, 'power-query'), '--sign-in is for data-factory only'],
    [args({ name: 'sales' }), "Unknown option '--name'. See --help."],
    [['data-factory', '--job'], "Option '--job <value>' argument missing. See --help."],
  ])('%j are refused', (given, why) => {
    expect(() => read(given)).toThrow(why);
  });

  test.each([
    [undefined, 'must be where the app is reached'],
    ['', 'must be where the app is reached'],
    ['sales-runs', 'must begin with https://, such as https://sales-runs.azurewebsites.net: sales-runs does not.'],
    ['sales-runs.azurewebsites.net', 'must begin with https://'],
    ['ftp://sales-runs', 'must begin with https://'],
    ['javascript:alert(1)', 'must begin with https://'],
    ['https://', 'must be an address'],
    ['http://sales-runs.azurewebsites.net', 'must begin with https://, and not with http://'],
    ['http://localhost.evil.tld:7071', 'must begin with https://, and not with http://'],
    [`${URL_OF_APP}/api`, `must end after the host: ${URL_OF_APP}, and nothing`],
    [`${URL_OF_APP}?code=x`, `must end after the host: ${URL_OF_APP}, and nothing`],
    ['https://a:b@sales-runs', 'must end after the host: https://sales-runs, and nothing'],
    ['https://sales-runs/#x', 'must end after the host'],
    ['http://localhost:7071/api', 'must end after the host: http://localhost:7071, and nothing'],
    [
      'https://NAME.azurewebsites.net',
      'must be the address of your own app: name.azurewebsites.net only stands for it',
    ],
    ['https://YOUR-APP.azurewebsites.net/', 'must be the address of your own app'],
    ['https://my-app.azurewebsites.net', 'must be the address of your own app'],
  ])('the address %s is refused', (url, why) => {
    expect(() => read(args({ url }))).toThrow(`--url ${why}`);
  });

  test.each([
    [`${URL_OF_APP}/`, URL_OF_APP],
    ['HTTPS://Sales-Runs.azurewebsites.net', URL_OF_APP],
    ['http://localhost:7071', 'http://localhost:7071'],
    ['http://127.0.0.1:7071/', 'http://127.0.0.1:7071'],
  ])('the address %s is taken', (url, origin) => expect(read(args({ url }))?.origin).toBe(origin));

  test('a file is meant from where the user is', () => {
    expect(read(args({ out: 'sales.json' }))?.out).toBe(join(data.path, 'sales.json'));
  });

  test('ask for the help, and nothing else matters', () => expect(read(['-h', '--job', ''])).toBeUndefined());
});

describe('the program', () => {
  const run = (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const program = join(ROOT, 'dist/clients/scripts/main.js');
      const env = { PATH: process.env.PATH, INIT_CWD: data.path };
      execFile(process.execPath, [program, ...args], { env }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });
  const OF_SALES = ['--job', 'sales', '--url', URL_OF_APP, '--jobs', 'jobs.json'];

  test('writes what it makes to the screen, and its note beside it', async () => {
    const { text, note } = make('data-factory', '--job', 'sales');
    expect(await run('data-factory', ...OF_SALES)).toEqual({ code: 0, stdout: text, stderr: `${note}\n` });
  });

  test('writes it to a file', async () => {
    const { code, stdout, stderr } = await run('power-query', ...OF_SALES, '--out', 'sales.pq');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain(`Written: ${join(data.path, 'sales.pq')}\n`);
    expect(readFileSync(join(data.path, 'sales.pq'), 'utf8')).toBe(make('power-query', '--job', 'sales').text);
  });

  test('says what is wrong in a line, and ends with 1', async () => {
    const refused = await run('power-query', ...OF_SALES, '--out', 'nowhere/sales.pq');
    expect(refused).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^--out can't be written: ENOENT.*\n$/),
    });
    expect(await run()).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^The first argument/) });
  });

  test('takes the catalog of this repository, and shows its help', async () => {
    const sales = await run('power-query', '--job', 'sales', '--url', URL_OF_APP);
    expect(sales.stdout).toContain('region = "ALL"');
    expect(await run('--help')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Writes a client .*\n/),
      stderr: '',
    });
  });
});
