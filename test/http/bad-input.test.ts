import { gzipSync } from 'node:zlib';
import { slow } from '../../local/workspace/scenarios/slow';
import type { CatalogEntry } from '../../src/contract/catalog';
import { type Reply, runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

/** Stands wherever a caller may have put a secret. */
const SECRET = 'canary-7f3a';

const catalog = new Map<string, CatalogEntry>([
  ['sales', { job: '101', allowedParameters: ['region'], defaults: { job_parameters: { region: 'ALL' } } }],
  ['notes', { job: '101', defaults: { notebook_params: { text: 'x'.repeat(6_000) } } }],
]);

function createWorld() {
  const world = runWorld({ clock, catalog });
  const touched: string[] = [];
  for (const part of ['instances', 'runs', 'claims', 'outputs'] as const) {
    Object.assign(world.app, { [part]: noting(world.app[part], (method) => touched.push(`${part}.${method}`)) });
  }
  return { ...world, touched };
}

/** The same thing, but each use of it is noted. */
function noting<T extends object>(thing: T, note: (method: string) => void): T {
  return new Proxy(thing, {
    get(target, name) {
      note(String(name));
      return Reflect.get(target, name);
    },
  });
}

function expectProblem(reply: Reply, status: number, code: string, field: string | undefined): void {
  expect(reply.headers['content-type']).toBe('application/problem+json');
  expect(reply.body).toMatchObject({ type: `urn:databricks-job-runner:${code}`, status: reply.status, code });
  expect(reply.status).toBe(status);
  expect(reply.headers['x-correlation-id']).toMatch(/./);
  if (field !== undefined) {
    expect((reply.body.errors ?? []).map((error: { field: string }) => error.field)).toContain(field);
    expect(reply.body.detail).toContain(field);
  }
  expect(reply.text).not.toContain(SECRET);
  expect(reply.text).not.toMatch(/\bat .+:\d+:\d+|node_modules|ZodError/);
}

type Body = Parameters<ReturnType<typeof runWorld>['post']>[1];
type Case = [what: string, body: Body, status: number, code: string, field?: string];

const invalid = (what: string, body: Body, field: string): Case => [what, body, 400, 'requestInvalid', field];
const withParameters = (what: string, parameters: unknown, field: string) =>
  invalid(what, { job: 101, runNow: { job_parameters: parameters } }, field);
const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;

const BODIES: Case[] = [
  ['nothing', undefined, 400, 'bodyMissing'],
  ['blanks', ' \r\n', 400, 'bodyMissing'],
  ['an empty text', '""', 400, 'requestInvalid'],
  ['a text', `"${SECRET}"`, 400, 'requestInvalid'],
  ['null', 'null', 400, 'requestInvalid'],
  ['a list', [SECRET], 400, 'requestInvalid'],
  ['a number', '42', 400, 'requestInvalid'],
  ['more than a megabyte', { job: 101, padding: SECRET.repeat(100_000) }, 413, 'bodyTooLarge'],
  ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), 400, 'bodyNotUtf8'],
  ['a name that stands twice', `{"job":101,"job":"${SECRET}"}`, 400, 'duplicateField'],
  ['10,000 levels', deep, 400, 'bodyTooDeep'],
  ['__proto__', `{"job":101,"__proto__":{"a":"${SECRET}"}}`, 400, 'fieldNotAllowed'],
  ['a __proto__ further down', '{"job":101,"runNow":{"notebook_params":{"__proto__":"x"}}}', 400, 'fieldNotAllowed'],
  ['a comma too many', `{"job":"${SECRET}",}`, 400, 'bodyNotJson'],
  ['NaN', '{"job":NaN}', 400, 'bodyNotJson'],
  ['Infinity', '{"job":101,"timeoutSeconds":Infinity}', 400, 'bodyNotJson'],
  ['a number without end', '{"job":1e999}', 400, 'bodyNotJson'],
  ['a form', `job=${SECRET}`, 400, 'bodyNotJson'],
  ['a compressed body', gzipSync('{"job":101}'), 400, 'bodyNotUtf8'],

  invalid('no job', {}, 'job'),
  ...[0, -1, 1.5, 1e300, '0', '-1', '+7', '000', ' 7 ', '', ' ', null, true, ['7'], { id: 7 }, `a\u0000${SECRET}`].map(
    (job) => invalid(`the job ${JSON.stringify(job)}`, { job }, 'job'),
  ),
  invalid('a job beyond 64 bits', '{"job":9223372036854775808}', 'job'),
  invalid('a job of digits beyond 64 bits', { job: '9223372036854775808' }, 'job'),
  invalid('a job below zero that no number holds', '{"job":-9007199254740993}', 'job'),
  invalid('a name as long as a book', { job: SECRET.repeat(1000) }, 'job'),
  ...['7; DROP', '1.5', '-1', ' 7 ', '', SECRET, null, [7], undefined].map((job_id) =>
    invalid(`the job_id ${JSON.stringify(job_id)}`, { job_id, queue: { enabled: true } }, 'job_id'),
  ),
  invalid('the job_id 0', { job_id: 0 }, 'job_id'),
  invalid('both job and job_id', { job: SECRET, job_id: 101 }, 'job_id'),
  invalid('both forms', { job: 101, notebook_params: { a: SECRET } }, 'notebook_params'),
  invalid('a field that nobody knows', { job: 101, jobName: SECRET }, 'jobName'),
  invalid('such a field beside those of run-now', { job_id: 101, timeout_seconds: SECRET }, 'timeout_seconds'),
  invalid('such a field among those of run-now', { job: 101, runNow: { params: SECRET } }, 'runNow.params'),
  invalid('a token of its own', { job: 101, runNow: { idempotency_token: SECRET } }, 'runNow.idempotency_token'),
  invalid('a token in the other form', { job_id: 101, idempotency_token: SECRET }, 'idempotency_token'),

  ...[
    'https://evil.tld',
    'evil.tld',
    'adb-1.2.azuredatabricks.net.evil.tld',
    'evil.tld#adb-1.2.azuredatabricks.net',
    'evil.tld\\@adb-1.2.azuredatabricks.net',
    'http://adb-1.2.azuredatabricks.net',
    `https://user:${SECRET}@adb-1.2.azuredatabricks.net`,
    'adb-1.2.azuredatabricks.net:8443',
    'adb-1.2.azuredatabricks.net.',
    'adb-1.2.azuredatabricks.net/../x',
    'аdb-1.2.azuredatabricks.net', // its first letter is Cyrillic
    '169.254.169.254',
    '2852039166',
    '[::ffff:169.254.169.254]',
    'file:///etc/passwd',
    '',
    'x'.repeat(300),
  ].map((workspace) => invalid(`the workspace ${workspace.slice(0, 60)}`, { job: 101, workspace }, 'workspace')),
  invalid('a workspace that is a list', { job: 101, workspace: ['default'] }, 'workspace'),

  withParameters('a parameter that is an object', { region: { name: SECRET } }, 'runNow.job_parameters.region'),
  withParameters('a parameter that is a number', { days: 3 }, 'runNow.job_parameters.days'),
  withParameters('a parameter that is null', { days: null }, 'runNow.job_parameters.days'),
  withParameters('parameters that are a list', [SECRET], 'runNow.job_parameters'),
  withParameters('more than 10,000 bytes', { text: SECRET.repeat(1000) }, 'runNow.job_parameters'),
  withParameters('a NUL in a name', { 'a\u0000b': SECRET }, 'runNow.job_parameters'),
  withParameters('a line break in a name', { 'a\nb': SECRET }, 'runNow.job_parameters'),
  withParameters('a parameter without a name', { '': SECRET }, 'runNow.job_parameters'),
  [
    '10,000 parameters',
    {
      job: 101,
      runNow: { notebook_params: Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`p${n}`, ''])) },
    },
    413,
    'bodyTooLarge',
  ],
  invalid(
    'two kinds of parameters',
    { job: 101, runNow: { job_parameters: { a: SECRET }, notebook_params: { b: SECRET } } },
    'runNow.notebook_params',
  ),
  invalid(
    'two kinds of parameters in the other form',
    { job_id: 101, job_parameters: { a: SECRET }, python_params: [SECRET] },
    'python_params',
  ),
  invalid('an argument that is not ASCII', { job: 101, runNow: { python_params: ['ñ'] } }, 'runNow.python_params'),
  invalid(
    'a parameter that the catalog forbids',
    { job: 'sales', runNow: { job_parameters: { a: SECRET } } },
    'runNow.job_parameters.a',
  ),
  invalid(
    'a kind of parameters that the catalog has not',
    { job: 'sales', runNow: { notebook_params: { region: SECRET } } },
    'runNow.notebook_params',
  ),
  invalid(
    'too much with those of the catalog',
    { job: 'notes', runNow: { notebook_params: { more: SECRET.repeat(400) } } },
    'runNow.notebook_params',
  ),

  ...[0, 9, -5, 1e9, 2_592_001, '10s', '60', 60.5, null].map((timeoutSeconds) =>
    invalid(`the timeout ${JSON.stringify(timeoutSeconds)}`, { job: 101, timeoutSeconds }, 'timeoutSeconds'),
  ),
  ...[0, 0.5, -1, 3601, '5'].map((pollSeconds) =>
    invalid(`the interval ${JSON.stringify(pollSeconds)}`, { job: 101, pollSeconds }, 'pollSeconds'),
  ),
  invalid('an interval beyond the timeout', { job: 101, timeoutSeconds: 60, pollSeconds: 61 }, 'pollSeconds'),
  invalid('an unknown wish for the end of time', { job: 101, onTimeout: SECRET }, 'onTimeout'),
  invalid('an unknown outcome', { job: 101, failOn: ['failed', SECRET] }, 'failOn.1'),
];

test.each(BODIES)(
  'a body with %s is refused before anything is done',
  async (...[, body, status, code, field]: Case) => {
    const world = createWorld();
    const reply = await world.post('runs', body);
    expectProblem(reply, status, code, field);
    expect(world.asked()).toEqual([]);
    expect(world.touched).toEqual([]);
  },
);

type Asked = [what: string, method: string, path: string, status: number, code: string, field?: string];

const query = (path: string, field: string, method = 'GET'): Asked => [
  `${method} ${path.slice(0, 80)}`,
  method,
  path,
  400,
  'queryInvalid',
  field,
];
const ODD_IDS = [
  '..',
  '.',
  '-',
  '..%5c',
  'a%5cb',
  'a%3FshowHistory=true',
  'a%23b',
  '@x@y',
  '%F0%9F%8E%89',
  'a%20',
  '%20',
];

const REQUESTS: Asked[] = [
  ...[...ODD_IDS, '%2e%2e', 'a..b', 'x'.repeat(257), SECRET.repeat(10)].flatMap((id): Asked[] => [
    [`GET runs/${id.slice(0, 20)}`, 'GET', `runs/${id}`, 404, 'runUnknown'],
    [`GET runs/${id.slice(0, 20)}/output`, 'GET', `runs/${id}/output`, 404, 'runUnknown'],
    [`POST runs/${id.slice(0, 20)}/cancel`, 'POST', `runs/${id}/cancel`, 404, 'runUnknown'],
    [`GET links/${id.slice(0, 20)}`, 'GET', `links/${id}`, 404, 'linkUnknown'],
  ]),
  ...['-1', '201', '1.5', 'soon', '', '1e1', '5&wait=6'].map((wait) => query(`runs/x?wait=${wait}`, 'wait')),
  query('runs/x?onFailure=500', 'onFailure'),
  query('runs/x/output?wait=1m', 'wait'),
  query('runs/x/output?onFailure=500', 'onFailure'),
  query(`runs/x/output?format=${SECRET}`, 'format'),
  query(`runs/x/output?view=${SECRET}`, 'view'),
  query('runs?wait=201', 'wait', 'POST'),
  query('runs?onFailure=no', 'onFailure', 'POST'),
  ...['0', '101', '-1', 'all'].map((limit) => query(`runs?limit=${limit}`, 'limit')),
  query('jobs?limit=1000', 'limit'),
  query(`runs?outcome=${SECRET}`, 'outcome'),
  ...['yesterday', '2026-13-01', '2026-02-30', '1', '2026-01-01T25:00:00Z', SECRET].map((time) =>
    query(`runs?from=${time}`, 'from'),
  ),
  query(`runs?job=${'x'.repeat(4097)}`, 'job'),
  query('runs?to=never', 'to'),
  ...['abc', '', SECRET, '%00'].map((token) => query(`runs?pageToken=${token}`, 'pageToken')),
  ...['soon', '-1', '1.5h', '25h', '86401', '1d', ''].map((time) =>
    query(`jobs/101/table?freshFor=${time}`, 'freshFor'),
  ),
  query(`jobs/101/table?mode=${SECRET}`, 'mode'),
  query('jobs/101/table?run=../instances', 'run'),
  query('jobs/101/table?wait=500', 'wait'),
  query('jobs/101/table?format=xlsx', 'format'),
  query('jobs/101/table?onFailure=1', 'onFailure'),
  query(`jobs/101/table?region=${SECRET}`, 'region'),
  query(`jobs/101/table?P.region=${SECRET}`, 'P.region'),
  query(`jobs/101/table?p.=${SECRET}`, 'p.'),
  query(`jobs/101/table?p.a=${SECRET}&p.a=2`, 'p.a'),
  query(`jobs/101/table?p.__proto__=${SECRET}`, 'p.__proto__'),
  query(`jobs/101/table?p.a%0Ab=${SECRET}`, 'p.ab'),
  query('jobs/101/table?mode=peek&mode=peek', 'mode'),
  query(`jobs/101/data-factory?signIn=${SECRET}`, 'signIn'),
  query(`jobs/101/data-factory?key=${SECRET}`, 'key'),
  query('jobs/101/power-query?signIn=key', 'signIn'),
  query('jobs/101/table?name=Sales', 'name'),
  query('jobs/-/table', 'name'),
  query('jobs/-/table?name=%20', 'name'),
  ['a table of 0', 'GET', 'jobs/0/table', 404, 'jobUnknown'],
  ['a table by a name in the path', 'GET', `jobs/${SECRET}/table`, 404, 'jobUnknown'],
  ['the job 0', 'GET', 'jobs/0', 400, 'jobInvalid', 'job'],
  ['the job -1', 'GET', 'jobs/-1', 400, 'jobInvalid', 'job'],
  ['a query of the job 0', 'GET', 'jobs/0/power-query', 400, 'jobInvalid', 'job'],
  ['pipelines of the job 0', 'GET', 'jobs/0/data-factory', 400, 'jobInvalid', 'job'],
];

test.each(REQUESTS)(
  '%s is refused before anything is done',
  async (...[, method, path, status, code, field]: Asked) => {
    const world = createWorld();
    const reply = await world.send(method, path, method === 'POST' ? { body: { job: 101 } } : {});
    expectProblem(reply, status, code, field);
    expect(world.asked()).toEqual([]);
    expect(world.touched.filter((use) => use !== 'runs.list')).toEqual([]);
  },
);

describe('an idempotency key', () => {
  const tooLong = SECRET.repeat(30);
  test.each([
    ['empty', { 'idempotency-key': '' }, '', 'Idempotency-Key'],
    ['too long', { 'idempotency-key': tooLong }, '', 'Idempotency-Key'],
    ['with a blank', { 'idempotency-key': 'a b' }, '', 'Idempotency-Key'],
    ['not ASCII', { 'idempotency-key': 'ñ' }, '', 'Idempotency-Key'],
    ['empty in the address', {}, '?key=', 'key'],
    ['with a line break in the address', {}, '?key=a%0Ab', 'key'],
    ['not ASCII in the address', {}, '?key=%F0%9F%8E%89', 'key'],
  ])('that is %s is refused', async (_, headers, search, field) => {
    const world = createWorld();
    const reply = await world.post(`runs${search}`, { job: 101 }, headers);
    expectProblem(reply, 400, 'idempotencyKeyInvalid', undefined);
    expect(reply.body.errors[0].field).toBe(field);
    expect(world.touched).toEqual([]);
  });

  test('that differs from the one in the address is refused', async () => {
    const world = createWorld();
    expectProblem(await world.post('runs?key=a', { job: 101 }, { 'idempotency-key': 'b' }), 400, 'queryInvalid', 'key');
    expect(world.touched).toEqual([]);
  });
});

test.each([
  ['text/plain', 'bodyNotJson'],
  ['application/x-www-form-urlencoded', 'bodyNotJson'],
  ['multipart/form-data; boundary=x', 'bodyNotJson'],
  ['application/jsonp', 'bodyNotJson'],
])('a body of the type %s is refused', async (type, code) => {
  const world = createWorld();
  expectProblem(await world.post('runs', '{"job":101}', { 'content-type': type }), 415, code, undefined);
  expect(world.touched).toEqual([]);
});

test('a body that says it is compressed is refused', async () => {
  const world = createWorld();
  const reply = await world.post('runs', gzipSync('{"job":101}'), { 'content-encoding': 'gzip' });
  expectProblem(reply, 415, 'bodyEncoded', undefined);
  expect(reply.body.title).toBe('Not plain JSON');
  expect(world.touched).toEqual([]);
});

describe('a parameter of a table', () => {
  const refusedBy = async (path: string) => {
    const world = runWorld({ clock, catalog });
    const reply = await world.get(path);
    expect(world.asked().filter((line) => line !== 'GET get')).toEqual([]);
    expect(await world.app.runs.list({ limit: 10 })).toEqual({ runs: [] });
    return reply;
  };

  test('that the job does not declare, beside one that it does, is refused', async () => {
    const reply = await refusedBy(`jobs/101/table?p.region=NORTE&p.regoin=${SECRET}`);
    expectProblem(reply, 400, 'parametersInvalid', 'p.regoin');
  });

  test('that the catalog does not allow is refused', async () => {
    expectProblem(await refusedBy(`jobs/sales/table?p.days=${SECRET}`), 400, 'parametersInvalid', 'p.days');
  });

  test('that is too long is refused', async () => {
    const reply = await refusedBy(`jobs/101/table?p.region=${SECRET.repeat(1000)}`);
    expectProblem(reply, 400, 'parametersInvalid', 'p');
  });
});

describe('a job by its name', () => {
  const TWICE = 'Slow';
  const twoJobs = () => runWorld({ clock, scenarios: [slow, slow] });
  const start = (name: string) => ({ method: 'POST', path: 'runs?key=k', body: { job: name } });
  const table = (name: string) => ({ method: 'GET', path: `jobs/-/table?name=${encodeURIComponent(name)}` });

  async function refused(
    world: ReturnType<typeof runWorld>,
    { method, path, ...more }: ReturnType<typeof start | typeof table>,
  ) {
    const reply = await world.send(method, path, more);
    expect(new Set(world.asked())).toEqual(new Set(['GET list']));
    expect(await world.app.runs.list({ limit: 10 })).toEqual({ runs: [] });
    expect(await world.app.claims.read('run:k')).toBeUndefined();
    return reply;
  }

  test.each([start, table])('that nobody knows is looked up, and refused: %p', async (ask) => {
    expectProblem(await refused(twoJobs(), ask(`No ${SECRET}`)), 404, 'jobUnknown', undefined);
  });

  test.each([start, table])('that two jobs have is refused, and their ids are named: %p', async (ask) => {
    const world = twoJobs();
    const reply = await refused(world, ask(TWICE));
    expectProblem(reply, 409, 'jobAmbiguous', undefined);
    const ids = world.workspace.jobs().map(({ jobId }) => String(jobId));
    expect(reply.body.jobIds).toEqual(expect.arrayContaining(ids));
    for (const id of ids) expect(reply.body.detail).toContain(id);
  });

  const trouble: [
    string,
    () => Promise<{ status: number; headers?: Record<string, string>; body?: string }>,
    string,
  ][] = [
    ['is throttled', async () => ({ status: 429, headers: { 'retry-after': '33' }, body: '{}' }), '33'],
    ['is down', async () => ({ status: 503, body: `<html>${SECRET}x</html>` }), '10'],
    ['can not be reached', () => Promise.reject(new Error(`connect ECONNREFUSED ${SECRET}`)), '10'],
    [
      'refuses our token',
      async () => ({ status: 403, body: '{"error_code":"PERMISSION_DENIED","message":"no"}' }),
      '10',
    ],
    ['answers something else', async () => ({ status: 200, body: '<html>' }), '10'],
  ];
  test.each(trouble)(
    'can not be looked up while Databricks %s, and the caller is told when to ask again',
    async (_, fault, wait) => {
      for (const ask of [start, table]) {
        const world = runWorld({ clock, scenarios: [slow], intercept: fault });
        const reply = await refused(world, ask('Slow'));
        expect([reply.status, reply.headers['retry-after']]).toEqual([503, wait]);
        expect(reply.headers['content-type']).toBe('application/problem+json');
        expect(reply.body.code).toMatch(/^databricks(Unavailable|Refused)$/);
      }
    },
  );

  test('is found again once Databricks answers', async () => {
    let isDown = true;
    const world = runWorld({
      clock,
      scenarios: [slow],
      intercept: (_, pass) => (isDown ? Promise.resolve({ status: 503 }) : pass()),
    });
    expect((await world.post('runs?key=k', { job: 'Slow' })).status).toBe(503);
    isDown = false;
    expect((await world.post('runs?key=k', { job: 'Slow' })).status).toBe(202);
  });
});
