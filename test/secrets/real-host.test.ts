import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpHandler } from '../../local/http';
import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { salesTable } from '../../local/workspace/scenarios/sales-table';
import { type CanaryAzure, startCanaryAzure } from '../support/canaries/canary-azure';
import { filesIn, openCanaryHost } from '../support/canaries/canary-host';
import { ECHOES, echoing, type IsHit } from '../support/canaries/echoes';
import { type Found, findCanaries } from '../support/canaries/find-canaries';
import { PARAMETER_SECRETS, SECRETS } from '../support/canaries/secrets';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/host-process';
import { jobThatTakes } from '../support/made-up-job';
import type { Intercept } from '../support/trouble';

/** The built app as a process, which runs jobs in four workspaces, is killed, and goes on: then every byte is looked at. */
jest.setTimeout(120_000);

const data = temporaryFolder();
const settings = temporaryFolder();
let azure: CanaryAzure;
let host: Awaited<ReturnType<typeof openCanaryHost>>;
let isShut = true;

/** Two callers that say no at first, and one that does so for as long as a test wants it. */
const receive: HttpHandler = async ({ path, query, headers }) => {
  const isFirst = azure.callbacks.filter((other) => other.path === path).length === 1;
  const isRefused = path === '/shut' ? isShut : isFirst;
  const body = JSON.stringify({ path, query, headers });
  return { status: isRefused ? 503 : 200, headers: { location: `https://evil.example/?${query}` }, body };
};

const LONG = { ...jobThatTakes(200), jobId: 105n };
const REFUSED = '"job_id":106';
const { 'the whole request': request = () => ({}) } = ECHOES;
const isStart: IsHit = ({ path }) => path.endsWith('/run-now');
const refuses = echoing(request, () => true, [400]);
const isBusy = echoing(request, (_, count) => count % 3 === 0, [500, 429, 302, 200]);
const isOdd = echoing(request, (_, count) => count % 4 === 1, [401, 500, 302, 200, 403, 429]);

/** A start is told at first to come again; all else goes wrong now and then. */
const trouble: Intercept = (sent, pass) => {
  if (String(sent.body).includes(REFUSED)) return refuses(sent, pass);
  return isStart(sent, 0) ? isBusy(sent, pass) : isOdd(sent, pass);
};

const secrets = [...PARAMETER_SECRETS];
const jobs = {
  sales: { job: '101', secrets },
  failing: { job: '103', workspace: 'token', secrets },
  long: { job: '105', workspace: 'machine', secrets },
  refused: { job: '106', workspace: 'principal', secrets },
};
const parameters = { notebook_params: Object.fromEntries(secrets.map((name) => [name, { $secret: name }])) };
const begin = async (body: object) =>
  JSON.parse((await host.ask('POST', 'runs', { runNow: parameters, pollSeconds: 1, ...body })).body);
const address = (path: string, name = 'x.svc.datafactory.azure.com') =>
  `https://${name}/${path}?token=${SECRETS.callbackToken}`;

/** How many callers have been told of the end of their run, as the log has it. */
const told = () => host.printed().match(/"event":"callbackEnded"/g)?.length ?? 0;

async function ended(id: string): Promise<string> {
  for (;;) {
    const { outcome } = JSON.parse((await host.ask('GET', `runs/${id}?wait=20&onFailure=200`)).body);
    if (outcome) return outcome;
  }
}

/** Of the storage that the host runs: the key that all such storages have. */
const STORAGE_KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

function scanner() {
  const tokens = azure.granted.map((token) => ({ name: 'a token', value: token.split('.').at(-1) ?? '' }));
  const all = Object.entries(SECRETS).map(([name, value]) => ({ name, value }));
  return findCanaries([...all, ...tokens, { name: 'the key of the storage', value: STORAGE_KEY }]);
}

const CELL = /"callback":"(?:run|dataFactory) [^"]*"/g;
const inData = (scan = scanner()): Found[] => filesIn(data.path).flatMap(({ name, bytes }) => scan(name, bytes));

beforeAll(async () => {
  const file = join(settings.path, 'jobs.json');
  writeFileSync(file, JSON.stringify(jobs));
  azure = await startCanaryAzure({
    scenarios: [salesTable, failingNotebook, LONG],
    intercept: trouble,
    receive,
  });
  host = await openCanaryHost(data.path, { ...azure.environment(), JOBS_FILE: file });
});
afterAll(async () => {
  await host?.stop();
  await azure?.stop();
  await Promise.all([data.remove(), settings.remove()]);
});

test('runs go through, with all that may go wrong', async () => {
  const long = await begin({ job: 'long', callBackUri: address('shut') });
  const runs = await Promise.all([
    begin({ job: 'sales', callBackUri: address('factory') }),
    begin({ job: 'failing', callbackUri: address('hook', 'hooks.example.com') }),
    begin({ job: 'refused' }),
  ]);
  const looks = ['health/details', 'jobs', 'jobs/sales', 'jobs/sales/table', 'jobs/sales/power-query', 'runs'];
  for (const path of looks) await host.ask('GET', path);
  expect(await Promise.all(runs.map(({ id }) => ended(id)))).toEqual(['succeeded', 'failed', 'rejected']);
  for (const { id } of runs) {
    for (const path of [`runs/${id}`, `runs/${id}/output`, `runs/${id}/output?view=raw`]) await host.ask('GET', path);
  }
  await host.stop('SIGKILL');
  await host.start();
  expect(await ended(long.id)).toBe('succeeded');
  await eventually(() => {
    expect(azure.callbacks.map(({ path }) => path)).toContain('/shut');
    expect(told()).toBe(2);
  }, 20_000);
  await host.stop();
});

test('the address of a caller that was not told yet is in one column, and no other secret is in the data', () => {
  const scan = scanner();
  const [table, ...others] = filesIn(data.path).filter(({ bytes }) => bytes.includes(SECRETS.callbackToken));
  expect(others).toEqual([]);
  expect(table?.name).toMatch(/azurite_db_table/);
  const text = String(table?.bytes);
  expect(text.match(CELL)).toEqual([`"callback":"dataFactory ${address('shut')}"`]);
  expect(scan('the table', text.replace(CELL, ''))).toEqual([]);
  expect(inData(scan).filter(({ canary }) => canary !== 'callbackToken')).toEqual([]);
});

test('once everybody was told, nothing is left in the data', async () => {
  isShut = false;
  const before = azure.callbacks.length;
  await host.start();
  await eventually(() => expect(azure.callbacks.length).toBeGreaterThan(before), 30_000);
  await eventually(() => expect(told()).toBe(3), 10_000);
  await host.stop();
  expect(inData()).toEqual([]);
});

test('what belongs there is found in the tables and in the blobs', () => {
  const error = findCanaries([{ name: 'the error of a job', value: "NameError: name 'datframe' is not defined" }]);
  const places = inData(error).map(({ where }) => where.split(/[/\\]/)[0]);
  expect(new Set(places)).toEqual(new Set(['__azurite_db_table__.json', '__blobstorage__']));
});

test('nothing was printed', () => {
  expect(host.printed()).toContain('"event":"runEnded"');
  expect(scanner()('what the host has printed', host.printed())).toEqual([]);
});

test('nothing was answered, but for the key in the answer to a start', () => {
  const scan = scanner();
  const found = host.answers.flatMap(({ asked, status, headers, body }) =>
    scan(`${asked} ${status}`, JSON.stringify([headers, body])),
  );
  expect(new Set(found.map(({ where, canary }) => `${canary} in ${where}`))).toEqual(
    new Set(['systemKey in POST runs 202']),
  );
});

test('callers were told nothing', () => {
  const scan = scanner();
  expect(azure.callbacks.length).toBeGreaterThan(3);
  const found = azure.callbacks.flatMap(({ headers, body }) => scan('a callback', `${JSON.stringify(headers)}${body}`));
  expect(found).toEqual([]);
});

test('the workspace was shown tokens, and its jobs their secrets, and nothing else', () => {
  const scan = scanner();
  const found = azure.requests.flatMap(({ path, query, headers: { authorization: _, ...headers }, body }) =>
    scan(path, JSON.stringify([path, query, headers, String(body)])),
  );
  const places = new Set(found.map(({ where, canary }) => `${canary} in ${where}`));
  expect(places).toEqual(new Set(PARAMETER_SECRETS.map((name) => `${name} in /api/2.2/jobs/run-now`)));
});
