import type { HttpRequest, HttpResponse } from '../../../local/http';
import { createControl } from '../../../local/workspace/control';
import { createSwitchboard } from '../../../local/workspace/faults/switchboard';
import { createFront } from '../../../local/workspace/front';
import { createRequestLog } from '../../../local/workspace/request-log';
import { createScaledClock } from '../../../local/workspace/scaled-clock';
import { USUAL_SETTINGS } from '../../../local/workspace/settings';
import { VirtualClock } from '../../support/virtual-clock';
import { workspaceWith } from '../../support/workspace-client';

const RULE = { route: 'POST jobs/run-now', times: 1, fault: { kind: 'answer', status: 503, retryAfter: 3 } };

function setUp(workspace: () => Promise<HttpResponse> = async () => ({ status: 200, body: '{}' })) {
  const clock = createScaledClock(new VirtualClock(), 1);
  const faults = createSwitchboard(1);
  const requests = createRequestLog(clock.now);
  const jobs = [{ job_id: '11', name: 'sales' }];
  const errors: string[] = [];
  const controlled = {
    scenarios: () => [{ name: 'slow', about: 'Takes an hour.' }],
    jobs: () => jobs,
    addJob: (scenario: string, name = scenario) => {
      if (scenario !== 'slow') return undefined;
      jobs.push({ job_id: '12', name });
      return jobs[1];
    },
    settings: { ...USUAL_SETTINGS },
    tokens: workspaceWith().workspace.tokens,
    reset: () => void jobs.splice(1),
  };
  const control = createControl({ faults, requests, clock, workspace: controlled, certificate: 'PEM' });
  const log = (_level: string, _source: string, message: string) => void errors.push(message);
  const sleep = async () => {};
  const front = createFront({ workspace, control, faults, requests, log, now: clock.now, sleep });
  const ask = async (method: string, url: string, body?: unknown, headers: Record<string, string> = {}) => {
    const [path = '', query = ''] = url.split('?');
    const text = typeof body === 'string' ? body : JSON.stringify(body ?? '').replace(/^""$/, '');
    const request: HttpRequest = {
      method,
      path,
      query,
      headers: { host: 'localhost', ...headers },
      body: Buffer.from(text),
    };
    const answer = await front(request);
    const isJson = String(answer.headers?.['content-type']).startsWith('application/json');
    return { ...answer, json: isJson ? JSON.parse(String(answer.body)) : undefined };
  };
  return { ask, clock, errors };
}

const runNow = '/api/2.2/jobs/run-now';

test('a fault is switched on, hits, is shown with its counts, and is switched off', async () => {
  const { ask } = setUp();
  const { id } = (await ask('POST', '/_control/faults', RULE)).json;
  expect(await ask('POST', runNow)).toMatchObject({ status: 503, headers: { 'retry-after': '3' } });
  expect(await ask('POST', runNow)).toMatchObject({ status: 200 });
  const shown = (await ask('GET', '/_control/faults')).json;
  expect(shown.faults).toMatchObject([{ id, seen: 1, hit: 1, rule: { route: 'POST jobs/run-now', when: 'before' } }]);
  expect((await ask('DELETE', `/_control/faults/${id}`)).status).toBe(204);
  expect((await ask('DELETE', `/_control/faults/${id}`)).status).toBe(404);
  await ask('POST', '/_control/faults', RULE);
  expect((await ask('DELETE', '/_control/faults')).status).toBe(204);
  expect((await ask('GET', '/_control/faults')).json).toEqual({ faults: [] });
});

test('requests are shown with their outcome and the fault that hit them, and the control itself is not among them', async () => {
  const { ask } = setUp();
  await ask('POST', '/_control/faults', RULE);
  await ask('POST', runNow, { job_id: 11 }, { authorization: 'Bearer secret' });
  await ask('GET', '/api/2.2/jobs/list');
  const { json } = await ask('GET', '/_control/requests?route=POST jobs/run-now&after=0&status=503');
  expect(json).toMatchObject({ recorded: 2, forgotten: 0 });
  expect(json.requests).toMatchObject([{ number: 1, status: 503, fault: '1', body: { job_id: 11 } }]);
  expect(json.requests[0].credentials).toHaveLength(1);
  expect((await ask('DELETE', '/_control/requests')).status).toBe(204);
  expect((await ask('GET', '/_control/requests')).json).toEqual({ recorded: 0, forgotten: 0, requests: [] });
});

test('the clock is shown, goes faster, and jumps', async () => {
  const { ask, clock } = setUp();
  expect((await ask('GET', '/_control/clock')).json).toEqual({ now: '2026-01-01T00:00:00.000Z', speed: 1 });
  expect((await ask('POST', '/_control/clock', { speed: 60, advanceSeconds: 3600 })).json).toEqual({
    now: '2026-01-01T01:00:00.000Z',
    speed: 60,
  });
  expect(clock.speed).toBe(60);
});

test('a job is made from a scenario, and a reset leaves the first jobs only', async () => {
  const { ask } = setUp();
  expect((await ask('GET', '/_control/scenarios')).json).toEqual({
    scenarios: [{ name: 'slow', about: 'Takes an hour.' }],
  });
  expect((await ask('POST', '/_control/jobs', { scenario: 'slow', name: 'mine' })).json).toEqual({
    job_id: '12',
    name: 'mine',
  });
  expect((await ask('POST', '/_control/jobs', { scenario: 'none' })).status).toBe(404);
  expect((await ask('GET', '/_control/jobs')).json.jobs).toHaveLength(2);
  await ask('POST', '/_control/faults', RULE);
  await ask('POST', '/_control/clock', { speed: 60 });
  await ask('GET', '/api/2.2/jobs/list');
  expect((await ask('POST', '/_control/reset')).status).toBe(204);
  expect((await ask('GET', '/_control/jobs')).json.jobs).toHaveLength(1);
  expect((await ask('GET', '/_control/faults')).json.faults).toEqual([]);
  expect((await ask('GET', '/_control/requests')).json.recorded).toBe(0);
});

test('settings are shown, and those that are named are changed', async () => {
  const { ask } = setUp();
  const usual = { notFound: 'old400', expiredToken: 'invalid403', oauthLifetimeSeconds: 3600 };
  expect((await ask('GET', '/_control/settings')).json).toEqual(usual);
  expect((await ask('POST', '/_control/settings', { notFound: 'new404' })).status).toBe(204);
  expect((await ask('GET', '/_control/settings')).json).toEqual({ ...usual, notFound: 'new404' });
  const others = { expiredToken: 'jwt400', oauthLifetimeSeconds: 60 };
  expect((await ask('POST', '/_control/settings', others)).status).toBe(204);
  expect((await ask('GET', '/_control/settings')).json).toEqual({ notFound: 'new404', ...others });
});

test('a token is added, expires, and is revoked, and is shown by its fingerprint only', async () => {
  const { ask } = setUp();
  const states = async () => {
    const { body, json } = await ask('GET', '/_control/tokens');
    expect(String(body)).not.toContain('dapi');
    return json.tokens.map(({ kind, state }: { kind: string; state: string }) => `${kind} ${state}`);
  };
  expect(await states()).toEqual(['token good']);
  const added = { token: 'dapi-1', user: 'demo@example.com', lifetimeSeconds: 60 };
  expect((await ask('POST', '/_control/tokens/add', added)).status).toBe(204);
  expect((await ask('POST', '/_control/tokens/add', { secret: 'dose-1' })).status).toBe(204);
  expect(await states()).toEqual(['token good', 'token good', 'secret good']);
  expect((await ask('POST', '/_control/tokens/expire', { token: 'dapi-1' })).status).toBe(204);
  expect((await ask('POST', '/_control/tokens/revoke', { secret: 'dose-1' })).status).toBe(204);
  expect(await states()).toEqual(['token good', 'token expired', 'secret revoked']);
});

test('the certificate is handed out as PEM', async () => {
  expect(await setUp().ask('GET', '/_control/certificate')).toMatchObject({ status: 200, body: 'PEM' });
});

test('the list of what there is answers the bare path', async () => {
  for (const path of ['/_control', '/_control/']) {
    expect((await setUp().ask('GET', path)).json.actions).toContain('POST /_control/faults');
  }
});

test.each([
  ['POST', '/_control/faults', 'no JSON', 400],
  ['POST', '/_control/faults', '[]', 400],
  ['POST', '/_control/faults', { ...RULE, times: 0 }, 400],
  ['GET', '/_control/requests?route=a b c', undefined, 400],
  ['GET', '/_control/requests?after=x', undefined, 400],
  ['POST', '/_control/clock', {}, 400],
  ['POST', '/_control/clock', { speed: -1 }, 400],
  ['POST', '/_control/clock', { speed: 100_001 }, 400],
  ['POST', '/_control/clock', { advanceSeconds: 1e12 }, 400],
  ['POST', '/_control/jobs', {}, 400],
  ['POST', '/_control/settings', { notFound: 'maybe' }, 400],
  ['POST', '/_control/settings', { expiredToken: 'maybe' }, 400],
  ['POST', '/_control/settings', { oauthLifetimeSeconds: -1 }, 400],
  ['POST', '/_control/settings', { other: 1 }, 400],
  ['POST', '/_control/tokens/add', {}, 400],
  ['POST', '/_control/tokens/add', { token: 'a', secret: 'b' }, 400],
  ['POST', '/_control/tokens/add', { token: 'a', user: 'nobody@x' }, 404],
  ['POST', '/_control/tokens/expire', { token: 'a' }, 404],
  ['POST', '/_control/tokens/revoke', { secret: 'a' }, 404],
  ['POST', '/_control/tokens/toString', { token: 'a' }, 404],
  ['PUT', '/_control/faults', undefined, 404],
  ['GET', '/_control/nothing', undefined, 404],
  ['GET', '/_control/toString', undefined, 404],
])('%s %s with %j is answered %i', async (method, path, body, status) => {
  const answer = await setUp().ask(method, path, body);
  expect(answer.status).toBe(status);
  expect(answer.json.error).toEqual(expect.any(String));
});

test.each([
  [{ host: 'workspace.example.com' }, 403],
  [{ host: 'localhost.example.com' }, 403],
  [{ host: '127.0.0.1:8080', origin: 'https://example.com' }, 403],
  [{ host: 'localhost:8080', origin: 'http://localhost:8081' }, 403],
  [{ host: 'localhost:8080', origin: 'null' }, 403],
  [{ host: '127.0.0.1:8080' }, 204],
  [{ host: '[::1]:8080', origin: 'http://[::1]:8080' }, 204],
])('a request with %j is answered %i', async (headers, status) => {
  expect((await setUp().ask('POST', '/_control/reset', undefined, headers)).status).toBe(status);
});

test('only the control minds under which name it is called', async () => {
  const { ask } = setUp();
  expect((await ask('GET', '/api/2.2/jobs/list', undefined, { host: 'adb-1.2.azuredatabricks.net' })).status).toBe(200);
});

test('a fault after the workspace was asked keeps the effect', async () => {
  let asked = 0;
  const { ask } = setUp(async () => {
    asked += 1;
    return { status: 200 };
  });
  await ask('POST', '/_control/faults', { ...RULE, when: 'after' });
  expect((await ask('POST', runNow)).status).toBe(503);
  expect(asked).toBe(1);
});

test('a request that got no answer is in the log without a status', async () => {
  const { ask } = setUp();
  await ask('POST', '/_control/faults', { route: 'jobs/**', fault: { kind: 'reset' } });
  await ask('GET', '/api/2.2/jobs/list');
  const [entry] = (await ask('GET', '/_control/requests')).json.requests;
  expect(entry).toMatchObject({ path: '/api/2.2/jobs/list', fault: '1' });
  expect(entry).not.toHaveProperty('status');
});

test('a redirect leads to a page that is there', async () => {
  const { ask } = setUp(async () => ({ status: 404 }));
  await ask('POST', '/_control/faults', { route: 'jobs/**', fault: { kind: 'redirect' } });
  const { status, headers } = await ask('GET', '/api/2.2/jobs/list');
  expect(status).toBe(302);
  expect(await ask('GET', String(headers?.location))).toMatchObject({
    status: 200,
    headers: { 'content-type': 'text/html;charset=utf-8' },
  });
});

test('a mistake in the simulation is told, and does not look like an answer of Databricks', async () => {
  const { ask, errors } = setUp(async () => {
    throw new Error('a mistake');
  });
  expect(await ask('GET', '/api/2.2/jobs/list')).toMatchObject({
    status: 500,
    body: 'The simulated workspace broke: Error: a mistake',
  });
  expect(errors[0]).toContain('GET /api/2.2/jobs/list: Error: a mistake');
});
