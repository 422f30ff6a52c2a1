import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../local/workspace/simulated-workspace';
import { openApiDocument } from '../../src/contract/openapi/document';
import { type HostProcess, startHostProcess, temporaryFolder } from '../support/host-process';
import { operations } from '../support/openapi/conformance';
import { request } from '../support/request';

/** The built app on the embedded host, which asks for keys as Azure does: what only a real connection can bring. */
const data = temporaryFolder();
let workspace: SimulatedWorkspace;
let host: HostProcess;
let key = '';

beforeAll(async () => {
  workspace = await startSimulatedWorkspace({ port: 0, speed: 5, seed: 1, log: () => {} });
  const env = { DATABRICKS_HOST: workspace.url, DATABRICKS_AUTH_TYPE: 'pat', DATABRICKS_TOKEN: workspace.token };
  host = await startHostProcess(join(__dirname, '../..'), data.path, { args: ['--enforce-keys'], env });
  key = JSON.parse(readFileSync(join(data.path, 'keys.json'), 'utf8')).function;
});
afterEach(async () => {
  expect(workspace.requests.find()).toEqual([]);
  expect(JSON.parse((await send('GET', '/api/runs')).body)).toEqual({ runs: [], nextPageToken: null });
});
afterAll(async () => {
  await host.stop();
  await workspace.stop();
  await data.remove();
});

const port = () => Number(new URL(host.url).port);
const send = (method: string, path: string, headers: Record<string, string> = {}, body = '') =>
  request(method, port(), path, { headers: { 'x-functions-key': key, ...headers }, body });

/** A connection on which anything can be written. */
async function open(): Promise<{ socket: Socket; received: () => string; ended: Promise<void> }> {
  const socket = connect(port(), '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  socket.on('error', () => {}); // being cut off is what some of them are about
  const ended = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  await once(socket, 'connect');
  return { socket, received: () => text, ended };
}

const head = (...lines: string[]) =>
  [
    'POST /api/runs HTTP/1.1',
    'host: x',
    `x-functions-key: ${key}`,
    'content-type: application/json',
    ...lines,
    '',
    '',
  ].join('\r\n');

const ROUTES = operations(openApiDocument('/api')).map(({ method, template }) => ({
  method: method.toUpperCase(),
  path: `/api${template.replace(/\{\w+\}/g, 'x')}`,
}));
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'HEAD', 'PURGE'];

describe.each([...new Set(ROUTES.map(({ path }) => path))])('%s', (path) => {
  const known = ROUTES.filter((route) => route.path === path).map(({ method }) => method);

  test.each(METHODS.filter((method) => !known.includes(method)))('does not know the method %s', async (method) => {
    for (const headers of [{ 'x-echo': 'canary-7f3a' }, { 'x-http-method-override': String(known[0]) }]) {
      const answer = await send(method, path, headers);
      expect([answer.status, answer.body]).toEqual([404, '']);
      expect(JSON.stringify(answer.headers)).not.toMatch(/canary-7f3a|"allow"|access-control/);
    }
  });
});

describe('a body', () => {
  test('that comes slowly keeps nobody else waiting, and starts nothing before it is whole', async () => {
    const { socket, received, ended } = await open();
    socket.write(`${head('content-length: 1000')}{"job":`);
    for (const part of ['1', '0', '1']) {
      socket.write(part);
      expect((await send('GET', '/api/runs')).status).toBe(200);
      await sleep(50);
    }
    expect(received()).toBe('');
    socket.destroy();
    await ended;
    await sleep(200);
  });

  test('that never ends is cut off', async () => {
    const { socket, received, ended } = await open();
    socket.write(head('transfer-encoding: chunked'));
    const part = `100000\r\n${' '.repeat(1024 * 1024)}\r\n`;
    let written = 0;
    while (!socket.destroyed && received() === '' && written++ < 200) {
      if (!socket.write(part)) await Promise.race([once(socket, 'drain').catch(() => {}), ended]);
    }
    expect(written).toBeLessThan(200);
    socket.destroy();
    await ended;
    expect((await send('GET', '/api/health')).status).toBe(200);
  });

  test.each([
    ['of 300 KB', ' '.repeat(300_000), {}, 413, 'bodyTooLarge'],
    ['of 5 MB', ' '.repeat(5_000_000), {}, 413, 'bodyTooLarge'],
    ['of another type', '{"job":101}', { 'content-type': 'text/plain' }, 415, 'bodyNotJson'],
    ['that says it is compressed', '{"job":101}', { 'content-encoding': 'gzip' }, 415, 'bodyEncoded'],
    ['that is none', '', {}, 400, 'bodyMissing'],
    ['of a job that there can not be', '{"job":1e3}', {}, 400, 'bodyNotJson'],
  ])('%s is refused', async (_, body, headers, status, code) => {
    const answer = await send('POST', '/api/runs', { 'content-type': 'application/json', ...headers }, body);
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([status, code]);
  });

  test.each([
    ['is compressed', gzipSync('{"job":101}')],
    ['is no text', Buffer.from([0x7b, 0xff, 0x7d])],
  ])('that %s is refused', async (_, bytes) => {
    const { socket, received, ended } = await open();
    socket.write(head(`content-length: ${bytes.length}`, 'connection: close'));
    socket.write(bytes);
    await ended;
    expect(received()).toMatch(/^HTTP\/1\.1 400 /);
    expect(received()).toContain('"code":"bodyNotUtf8"');
  });

  test.each([
    ['shorter than it says', ['content-length: 50'], '{"job":101}'],
    ['of two lengths', ['content-length: 11', 'content-length: 5'], '{"job":101}'],
    ['of a length and in parts', ['content-length: 11', 'transfer-encoding: chunked'], '{"job":101}'],
    ['of a length below zero', ['content-length: -1'], '{"job":101}'],
    ['in parts that are none', ['transfer-encoding: chunked'], 'zz\r\n{"job":101}\r\n0\r\n\r\n'],
  ])('%s gets nowhere', async (_, lines, body) => {
    const { socket, received, ended } = await open();
    socket.end(`${head(...lines)}${body}`);
    await ended;
    expect(received()).not.toMatch(/^HTTP\/1\.1 [235]/);
    expect(received()).not.toContain('HTTP/1.1 2');
  });
});

test('headers without end are cut off', async () => {
  const { socket, received, ended } = await open();
  socket.write(`GET /api/runs HTTP/1.1\r\nhost: x\r\nx-functions-key: ${key}\r\n`);
  for (let count = 0; count < 100 && received() === ''; count++) {
    socket.write(`x-${count}: ${'a'.repeat(1000)}\r\n`);
    await sleep(2);
  }
  await ended;
  expect(received()).toMatch(/^HTTP\/1\.1 431 /);
});

test('a line break in a path makes no second request', async () => {
  const { socket, received, ended } = await open();
  socket.write(
    `GET /api/runs/x%0d%0aGET%20x HTTP/1.1\r\nhost: x\r\nx-functions-key: ${key}\r\nconnection: close\r\n\r\n`,
  );
  await ended;
  expect(received().match(/HTTP\/1\.1 /g)).toHaveLength(1);
  expect(received()).toContain('"code":"runUnknown"');
});
