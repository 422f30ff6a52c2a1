import { readFileSync } from 'node:fs';
import { request as send } from 'node:http';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { removeApps, writeApp } from '../../support/app-folder';
import { eventually } from '../../support/eventually';
import { type HostProcess, startHostProcess, temporaryFolder } from '../../support/host-process';
import { refusedApp } from '../../support/refused-start';
import { request } from '../../support/request';

const APP = join(__dirname, '../../fixtures/http-app');
const folder = temporaryFolder();
const hosts: HostProcess[] = [];

async function start(app: string, env = {}): Promise<HostProcess> {
  const started = await startHostProcess(app, join(folder.path, `${hosts.length}`), { env });
  hosts.push(started);
  return started;
}

let host: HostProcess;
let port: string;
beforeAll(async () => {
  host = await start(APP);
  ({ port } = new URL(host.url));
});
afterAll(async () => {
  await Promise.all(hosts.map((started) => started.stop()));
  await folder.remove();
  await removeApps();
});

const get = (path: string, headers?: Record<string, string>) =>
  request('GET', port, path, { ...(headers && { headers }) });

/** What the function answers that is told to answer this. */
const answerOf = (answer: unknown) => request('POST', port, '/api/answer', { body: JSON.stringify(answer) });

describe('routes', () => {
  test.each<[string, string, Record<string, string>]>([
    ['/api/plain', 'plain', {}],
    ['/API/Plain/', 'plain', {}],
    ['/api/items/7', 'itemByNumber', { id: '7' }],
    ['/api/items/seven', 'itemByWord', { word: 'seven' }],
    ['/api/maybe', 'maybe', {}],
    ['/api/maybe/this%20one', 'maybe', { what: 'this one' }],
    ['/api/files', 'files', {}],
    ['/api/files/a/b.txt', 'files', { path: 'a/b.txt' }],
    ['/api/emptyRoute', 'emptyRoute', {}],
    ['/api/order/special', 'order1', { anything: 'special' }],
    ['/api/other/special', 'order0', {}],
    ['/api/other/else', 'order3', { anything: 'else' }],
  ])('%s leads to %s with %j', async (path, name, params) => {
    const { status, body } = await get(path);
    expect([status, JSON.parse(body)]).toEqual([200, { name, params }]);
  });

  test.each([
    '/api',
    '/api/',
    '/plain',
    '/apis/plain',
    '/api/nothing',
    '/api/items/0',
    '/api/items/a1',
    '/api/maybe/a/b',
    '/admin/host/status',
    '/favicon.ico',
  ])('%s leads nowhere', async (path) => {
    expect(await get(path)).toMatchObject({ status: 404, body: '' });
  });

  test.each([
    ['PUT', '/api/methods/put', 200],
    ['GET', '/api/methods/put', 404],
    ['HEAD', '/api/methods/head', 200],
    ['HEAD', '/api/plain', 404],
    ['OPTIONS', '/api/methods/options', 200],
    ['OPTIONS', '/api/plain', 404],
    ['POST', '/api/plain', 200],
    ['DELETE', '/api/plain', 404],
  ])('%s %s is answered with %d', async (method, path, status) => {
    expect((await request(method, port, path)).status).toBe(status);
  });

  test.each([
    ['no prefix', '', '/plain', '/api/plain'],
    ['a prefix of two parts', 'v1/jobs', '/v1/jobs/plain', '/v1/plain'],
  ])('with %s begin elsewhere', async (_, routePrefix, there, nowhere) => {
    const app = writeApp({
      'host.json': JSON.stringify({ version: '2.0', extensions: { http: { routePrefix } } }),
      'app.js': readFileSync(join(APP, 'app.js'), 'utf8'),
    });
    const other = await start(app, { AzureWebJobsDisableHomepage: 'true' });
    const statusOf = async (path: string) => (await fetch(`${other.url}${path}`)).status;
    expect(await statusOf(there)).toBe(200);
    expect(await statusOf(nowhere)).toBe(404);
    expect(await statusOf('/')).toBe(204); // the home page is turned off
    expect(other.output()).toContain(`/${[routePrefix, 'plain'].filter(Boolean).join('/')}\n`);
  });
});

describe('a request', () => {
  const asked = async (path: string, options: Parameters<typeof request>[3] = {}, method = 'POST') =>
    JSON.parse((await request(method, port, path, options)).body);

  test('arrives with its method, its body and its headers', async () => {
    const headers = { 'Content-Type': 'text/plain', 'X-Own': 'yes' };
    expect(await asked('/api/ask', { body: 'hello', headers }, 'PATCH')).toMatchObject({
      method: 'PATCH',
      body: 'hello',
      headers: { 'content-type': 'text/plain', 'x-own': 'yes', 'content-length': '5' },
    });
  });

  test('has the URL by which the caller reached it', async () => {
    expect((await asked('/api/ask?a=1&b=%20', { headers: { host: 'jobs.example:81' } })).url).toBe(
      'http://jobs.example:81/api/ask?a=1&b=%20',
    );
    expect((await asked('/api/ask')).url).toBe(`http://127.0.0.1:${port}/api/ask`);
  });

  test.each([
    ['?a=1&b=two%20words+3', { a: '1', b: 'two words 3' }],
    ['?a=1&b=x&a=2&a=', { a: '1,2,', b: 'x' }],
    ['?a&=b', { '': 'b', a: '' }],
    ['?a=1?b', { a: '1?b' }],
    ['?toString=1&constructor=2', { toString: '1', constructor: '2' }],
    ['?', {}],
  ])('with the query %s has the parameters %j', async (query, parameters) => {
    expect((await asked(`/api/ask${query}`)).query).toEqual(parameters);
  });

  test('may have no body', async () => {
    expect(await asked('/api/ask')).toMatchObject({ body: '', hasBody: false });
    expect(await asked('/api/ask', {}, 'GET')).toMatchObject({ method: 'GET', body: '', hasBody: false });
  });

  test('may bring any bytes, and take any home', async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
    const answer = await fetch(`${host.url}/api/bytes`, { method: 'POST', body: bytes });
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes.toReversed());
  });

  test('of more than 100 MB is refused, however it is sent', async () => {
    const chunk = Buffer.alloc(1_048_576);
    const status = await new Promise((resolve, reject) => {
      const outgoing = send({ host: '127.0.0.1', port, method: 'POST', path: '/api/bytes', agent: false });
      outgoing.on('response', ({ statusCode }) => resolve(statusCode)).on('error', reject);
      const write = (left: number) => {
        if (left > 0) outgoing.write(chunk, () => write(left - 1));
      };
      write(101);
    });
    expect(status).toBe(413);
  });

  test('reaches the host by the loopback addresses of both kinds', async () => {
    const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses?.map(({ address }) => address));
    for (const address of ['127.0.0.1', '[::1]']) {
      if (!own.includes(address.replace(/[[\]]/g, ''))) continue;
      expect((await fetch(`http://${address}:${port}/api/plain`)).status).toBe(200);
    }
  });
});

describe('an answer', () => {
  test('of nothing is 204', async () => {
    expect(await request('POST', port, '/api/answer')).toMatchObject({ status: 204, body: '' });
  });

  test('of an empty object is 200', async () => {
    expect(await answerOf({})).toMatchObject({ status: 200, body: '' });
  });

  test('keeps its status and its headers', async () => {
    const { status, headers, body } = await answerOf({
      status: 418,
      headers: { 'X-Run': '42', Location: '/api/runs/42', 'content-type': 'text/csv; charset=utf-8' },
      body: 'ä,b\n',
    });
    expect([status, body]).toEqual([418, 'ä,b\n']);
    expect(headers).toMatchObject({
      'x-run': '42',
      location: '/api/runs/42',
      'content-type': 'text/csv; charset=utf-8',
      'content-length': '5',
    });
  });

  test('in JSON says so', async () => {
    const { headers, body } = await answerOf({ jsonBody: { rows: [1, null, 'ü'] } });
    expect(body).toBe('{"rows":[1,null,"ü"]}');
    expect(headers['content-type']).toBe('application/json');
  });

  test.each([204, 205, 304])('of status %d has no body', async (status) => {
    expect(await answerOf({ status, jsonBody: { rows: 1 } })).toMatchObject({ status, body: '' });
  });

  test('sets cookies, and gets them back', async () => {
    const { headers, body } = await get('/api/cookies', { cookie: 'a=1; b=2' });
    expect(body).toBe('a=1; b=2');
    expect(headers['set-cookie']).toEqual([
      'plain=a%20b%3Bc; path=/',
      'full=1; expires=Wed, 02 Jan 2030 03:04:05 GMT; max-age=60; domain=example.com; path=/jobs; secure; samesite=strict; httponly',
      'open=2; path=/; samesite=none',
    ]);
  });

  test.each([
    ['an unknown status', { status: 1000 }],
    ['a status that is none', { status: 'fine' }],
    ['a header with a line break', { headers: { 'x-run': 'a\nb' } }],
    ['a header whose name is none', { headers: { 'x run': '1' } }],
    ['a body that is no answer', 'hello'],
  ])('with %s is an error', async (_, answer) => {
    expect(await answerOf(answer)).toMatchObject({ status: 500, body: '' });
  });

  test('to a handler that throws is an error that tells the caller nothing', async () => {
    expect(await get('/api/throws')).toMatchObject({ status: 500, body: '' });
    await eventually(() => expect(host.output()).toContain('error throws: failed: Error: a secret of the app\n'));
  });
});

test('the root answers any method with a page', async () => {
  for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
    const { status, headers, body } = await request(method, port, '/');
    expect([method, status, headers['content-type']]).toEqual([method, 200, 'text/html']);
    expect(body).toContain('up and running');
  }
  expect(await request('HEAD', port, '/')).toMatchObject({ status: 200, body: '' });
});

test('what a function says is in the log, but for the details', async () => {
  await get('/api/speaks?code=hidden');
  const lines = () => host.output().replace(/^\d\d:\d\d:\d\d /gm, '');
  await eventually(() =>
    expect(lines()).toContain('\nspeaks: by context\nerror speaks: badly\nby console\nspeaks: GET /api/speaks 200 ('),
  );
  expect(lines()).not.toContain('in detail');
  expect(lines()).not.toContain('hidden');
});

describe('an app is refused', () => {
  const http = (name: string, options: object) =>
    `app.http('${name}', { handler() {}, ...${JSON.stringify(options)} });`;

  test.each([
    [
      'a broken route',
      http('a', { route: 'a/{b' }),
      'Function a: The route "a/{b" is broken: its braces do not match.',
    ],
    [
      'a route of the host',
      http('a', { route: '/Admin/x' }),
      'Function a: the routes of "admin" and "runtime" belong to the host.',
    ],
    [
      'two functions of one route',
      http('a', { route: 'x/{y}' }) + http('b', { route: '/X/{y}/', methods: ['PUT', 'POST'] }),
      'Function b: function a has the route "/X/{y}/" already.',
    ],
  ])('for %s', async (_, code, line) => {
    const app = writeApp({ 'app.js': `const { app } = require('@azure/functions');${code}` });
    expect(await refusedApp(app)).toBe(line);
  });

  test('for no route that differs, or differs in its methods', async () => {
    const code = http('a', { route: 'x', methods: ['GET'] }) + http('b', { route: 'x', methods: ['PUT'] });
    await start(writeApp({ 'app.js': `const { app } = require('@azure/functions');${code}` }));
  });
});
