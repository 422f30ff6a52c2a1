import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../local/workspace/simulated-workspace';
import { eventually } from '../support/eventually';
import { type HostProcess, startHostProcess, temporaryFolder } from '../support/host-process';
import { labelled } from '../support/labelled';
import { ODD_IDS } from '../support/odd-ids';
import { type Answer, request } from '../support/request';
import { closedPaths } from '../support/ways-in';

/** The built app on the embedded host, which asks for keys as Azure does. */
const data = temporaryFolder();
let workspace: SimulatedWorkspace;
let host: HostProcess;
let keys: { master: string; function: string; durable: string };
let slowJob = '';

beforeAll(async () => {
  workspace = await startSimulatedWorkspace({ port: 0, speed: 5, seed: 1, log: () => {} });
  slowJob = workspace.addJob('slow')?.job_id ?? '';
  const env = { DATABRICKS_HOST: workspace.url, DATABRICKS_AUTH_TYPE: 'pat', DATABRICKS_TOKEN: workspace.token };
  host = await startHostProcess(join(__dirname, '../..'), data.path, { args: ['--enforce-keys'], env });
  keys = JSON.parse(readFileSync(join(data.path, 'keys.json'), 'utf8'));
});
afterAll(async () => {
  await host.stop();
  await workspace.stop();
  await data.remove();
});

interface Asking {
  headers?: Record<string, string>;
  body?: unknown;
}

/** Exactly this path and these headers, without a key unless they hold one. */
const plainly = (method: string, path: string, { headers = {}, body }: Asking = {}): Promise<Answer> =>
  request(method, new URL(host.url).port, path, {
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? '' : JSON.stringify(body),
  });

const withKey = (method: string, path: string, { headers, ...more }: Asking = {}) =>
  plainly(method, path, { headers: { 'x-functions-key': keys.function, ...headers }, ...more });

/** As the settings have it, which is not the address that these requests are sent to. */
const publicOrigin = () => `http://localhost:${new URL(host.url).port}`;

const pathOf = (url: unknown) => {
  const { pathname, search, origin } = new URL(String(url));
  expect(origin).toBe(publicOrigin());
  return `${pathname}${search}`;
};
const start = async (body: unknown = { job: slowJob }) => {
  const reply = await withKey('POST', '/api/runs', { body });
  expect(reply.status).toBe(202);
  return { ...reply, body: JSON.parse(reply.body) };
};

test.each(['/api/runs/a/b', '/api/runs/a/b/output', '/api/links/a/b', '/api/jobs/a/b/table', '/api/../api/nothing'])(
  'a slash in an id never gets to the app: %s',
  async (path) => expect(await withKey('GET', path)).toMatchObject({ status: 404, body: '' }),
);

test.each(['/api/runs/%00', '/api/runs/a%00b', '/api/runs/a%00b/output', '/api/links/%00', '/api/jobs/%00/table'])(
  'a NUL leads nowhere, whoever refuses it: %s',
  async (path) => {
    const { status, body } = await withKey('GET', path);
    expect([400, 404]).toContain(status);
    if (body !== '') expect(JSON.parse(body).code).toMatch(/^(run|link|job)Unknown$/);
  },
);

/** As they are, where a client could send them so, and percent-encoded. */
const IN_A_PATH = ODD_IDS.filter((id) => id !== '').flatMap((id) => [
  ...(/^[!-~]+$/.test(id) && !/[?#]/.test(id) ? [id] : []),
  encodeURIComponent(id),
]);

test.each(labelled([...new Set(IN_A_PATH), '..%5c', '%c0%ae%c0%ae', '%zz', '%', '%u002e%u002e']))(
  'an odd id leads nowhere: %s',
  async (_, id) => {
    for (const path of [`/api/runs/${id}`, `/api/runs/${id}/output`]) {
      const { status, body } = await withKey('GET', path);
      expect(status).toBe(404);
      if (body !== '') expect(JSON.parse(body).code).toBe('runUnknown');
    }
    const { status } = await withKey('POST', `/api/runs/${id}/cancel`);
    expect(status).toBe(404);
    expect((await plainly('GET', `/api/links/${id}`)).status).toBe(404);
  },
);

describe('without a key', () => {
  test.each(closedPaths())('%s %s is closed', async (method, path) => {
    const body = method === 'POST' ? { body: { job: 101 } } : {};
    expect(await plainly(method, path, body)).toMatchObject({ status: 401, body: '' });
    const wrong = { 'x-functions-key': 'x'.repeat(44) };
    expect((await plainly(method, path, { ...body, headers: wrong })).status).toBe(401);
    const ofDurable = { 'x-functions-key': keys.durable };
    expect((await plainly(method, path, { ...body, headers: ofDurable })).status).toBe(403);
    const forged = { 'x-ms-client-principal': Buffer.from('{"userId":"admin"}').toString('base64') };
    expect((await plainly(method, path, { ...body, headers: forged })).status).toBe(401);
    for (const elsewhere of [
      { authorization: `Bearer ${keys.function}` },
      { cookie: `x-functions-key=${keys.function}` },
      { 'x-functions-key': ` ${keys.function.toUpperCase()}` },
      { 'x-functions-key': '' },
    ]) {
      expect((await plainly(method, path, { ...body, headers: elsewhere })).status).toBe(401);
    }
  });

  test('a link is open, and health is', async () => {
    const { headers, body } = await start();
    const { status } = await plainly('GET', pathOf(headers.location));
    expect(status).toBe(202);
    expect((await plainly('GET', body.statusPath)).status).toBe(202);
    expect(await plainly('GET', '/api/links/x')).toMatchObject({ status: 404 });
    expect((await plainly('GET', '/api/health')).status).toBe(200);
  });

  test('with one in the address, a route is open', async () => {
    expect((await plainly('GET', `/api/runs?code=${keys.function}`)).status).toBe(200);
    const { status, body } = await plainly('GET', `/api/jobs/${slowJob}/table?code=${keys.function}`);
    expect(status).toBe(202);
    expect(body).not.toContain(keys.function);
  });
});

test('addresses do not follow the headers of a request', async () => {
  const forged = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-original-host': 'evil.example',
    forwarded: 'host=evil.example;proto=https',
  };
  const reply = await withKey('POST', '/api/runs', { headers: forged, body: { job: slowJob } });
  expect(reply.status).toBe(202);
  expect(String(reply.headers.location).startsWith(`${publicOrigin()}/api/links/`)).toBe(true);
  expect(reply.body).toContain(`${publicOrigin()}/runtime/webhooks/durabletask/`);
  expect(reply.body).not.toContain('evil.example');
});

test('a parameter that is given twice is noticed, although the platform joins both', async () => {
  const { status, body } = await withKey('GET', '/api/jobs/101/table?p.region=NORTE&p.region=SUR');
  expect([status, JSON.parse(body).errors[0].field]).toEqual([400, 'p.region']);
  const comma = await withKey('GET', '/api/jobs/101/table?p.region=NORTE,SUR');
  expect(comma.status).toBe(202);
});

test('a table is followed by what its answers say is next', async () => {
  const first = await withKey('GET', '/api/jobs/sales/table?p.region=NORTE&p.days=1&wait=0');
  expect(first.status).toBe(202);
  const { next } = JSON.parse(first.body);
  const path = `/${next.relativePath}?${new URLSearchParams({ ...next.query, wait: '20' })}`;
  const last = await withKey('GET', path);
  expect(last.status).toBe(200);
  expect(JSON.parse(last.body).rows).toHaveLength(3);
});

describe('the standard URLs in the answer of a start', () => {
  const NAMES = [
    'purgeHistoryDeleteUri',
    'restartPostUri',
    'resumePostUri',
    'sendEventPostUri',
    'statusQueryGetUri',
    'suspendPostUri',
    'terminatePostUri',
  ];

  test('are those of Durable Functions but for rewinding, and are in no other answer', async () => {
    const { body } = await start();
    expect(
      Object.keys(body)
        .filter((name) => /Uri$/.test(name))
        .sort(),
    ).toEqual(NAMES);
    for (const name of NAMES) {
      const path = pathOf(body[name]);
      expect(path).toMatch(new RegExp(`^/runtime/webhooks/durabletask/instances/${body.id}[/?]`));
      expect(path).toContain(`code=${keys.durable}`);
    }
    for (const path of [`/api/runs/${body.id}`, body.statusPath, '/api/runs']) {
      expect((await withKey('GET', path)).body).not.toContain(keys.durable);
    }
    expect((await withKey('POST', `/api/runs/${body.id}/cancel`)).body).not.toContain(keys.durable);
  });

  test('all do what they say', async () => {
    const { body } = await start();
    const uri = (name: string) => pathOf(body[name].replace('{text}', 'test').replace('{eventName}', 'changed'));
    const state = async () => {
      const reply = await plainly('GET', uri('statusQueryGetUri'));
      return reply.status === 404 ? 404 : JSON.parse(reply.body).runtimeStatus;
    };
    const becomes = (expected: unknown) => eventually(async () => expect(await state()).toBe(expected));

    await becomes('Running');
    expect((await plainly('POST', uri('sendEventPostUri'), { body: {} })).status).toBe(202);
    expect((await plainly('POST', uri('suspendPostUri'))).status).toBe(202);
    await becomes('Suspended');
    const suspended = JSON.parse((await withKey('GET', `/api/runs/${body.id}`)).body);
    expect(suspended).toMatchObject({ suspended: true, outcome: null });
    expect((await plainly('POST', uri('resumePostUri'))).status).toBe(202);
    await becomes('Running');
    const restarted = await plainly('POST', uri('restartPostUri'));
    expect(restarted.status).toBe(202);
    const { id: restartedId } = JSON.parse(restarted.body);
    expect(restartedId).not.toBe(body.id);
    expect((await withKey('GET', `/api/runs/${restartedId}`)).status).toBe(202);
    expect((await plainly('POST', uri('terminatePostUri'))).status).toBe(202);
    await becomes('Terminated');
    expect(JSON.parse((await withKey('GET', `/api/runs/${body.id}`)).body).code).toBe('terminated');
    expect((await plainly('DELETE', uri('purgeHistoryDeleteUri'))).status).toBe(200);
    await becomes(404);
  });

  test('open nothing without their key', async () => {
    const { body } = await start();
    const path = pathOf(body.statusQueryGetUri).replace(keys.durable, keys.function);
    expect((await plainly('GET', path)).status).toBe(403);
    expect((await plainly('GET', path.replace(keys.function, ''))).status).toBe(401);
  });
});
