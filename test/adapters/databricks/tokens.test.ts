import type { HttpRequest } from '../../../local/http';
import { DEMO_TOKEN } from '../../../local/workspace/access';
import { salesTable } from '../../../local/workspace/scenarios/sales-table';
import type { TokenSource } from '../../../src/adapters/databricks/ask';
import { workspaceWith } from '../../support/workspace-client';
import { clientAnswered, clientOf, json, problemIn, valueIn } from './client';

/** Gives these tokens in turn, and notes how it was asked. */
function tokens(...values: string[]) {
  const asked: unknown[] = [];
  const token: TokenSource = async (options) => {
    asked.push(options);
    return { ok: true, value: values[Math.min(asked.length, values.length) - 1] ?? '' };
  };
  return { token, asked };
}

const authorizations = (requests: HttpRequest[]) => requests.map(({ headers }) => headers.authorization);

test('the token is sent in one header, and nowhere else', async () => {
  const { workspace, jobId } = workspaceWith([salesTable]);
  const { databricks, requests } = clientOf(workspace.handle);
  const { runId } = valueIn(await databricks.runNow({ job_id: String(jobId) }));
  valueIn(await databricks.run(runId));
  expect(requests).toHaveLength(2);
  for (const { method, path, query, headers, body } of requests) {
    const { authorization, ...others } = headers;
    expect(authorization).toBe(`Bearer ${DEMO_TOKEN}`);
    expect(JSON.stringify([method, path, query, others, String(body)])).not.toContain(DEMO_TOKEN);
  }
  expect(requests[0]?.headers).toMatchObject({
    'user-agent': 'databricks-job-runner/1.2.3',
    'content-type': 'application/json',
    accept: 'application/json',
  });
  expect(requests[1]?.headers['content-type']).toBeUndefined();
});

test.each([
  [401, { error_code: 401, message: 'Token is expired' }],
  [401, ''],
  [403, { error_code: 403, message: 'Invalid access token.' }],
  [403, { error_code: 'PERMISSION_DENIED', message: 'Token is expired' }],
  [400, { message: 'ExpiredJwt: the token lived too long' }],
])('a token refused with %d %j is refreshed once', async (status, body) => {
  const { workspace, jobId } = workspaceWith([salesTable]);
  const { token, asked } = tokens('old', DEMO_TOKEN);
  const { databricks, requests } = clientOf(
    async (request) =>
      request.headers.authorization === 'Bearer old' ? json(body, status) : workspace.handle(request),
    { token },
  );
  expect(valueIn(await databricks.job(String(jobId))).name).toBe('Sales table');
  expect(authorizations(requests)).toEqual(['Bearer old', `Bearer ${DEMO_TOKEN}`]);
  expect(asked).toEqual([undefined, { refused: 'old' }]);
});

test('a start that was refused for its token is sent again as it was', async () => {
  const { workspace, jobId } = workspaceWith([salesTable]);
  const { databricks, requests } = clientOf(workspace.handle, tokens('old', DEMO_TOKEN));
  valueIn(await databricks.runNow({ job_id: String(jobId), idempotency_token: 'a' }));
  expect(requests).toHaveLength(2);
  expect(requests[1]?.body).toEqual(requests[0]?.body);
});

test('a token that is refused again is a problem, without a third try', async () => {
  const { workspace } = workspaceWith();
  const { databricks, requests } = clientOf(workspace.handle, tokens('old', 'older'));
  expect(problemIn(await databricks.run('5'))).toEqual({
    kind: 'unauthenticated',
    code: 'HTTP_403',
    message: 'Invalid access token.',
    mayHaveHappened: false,
  });
  expect(requests).toHaveLength(2);
});

test.each([
  [403, { error_code: 'PERMISSION_DENIED', message: 'User x does not have View permissions on job 5' }],
  [400, { error_code: 'INVALID_PARAMETER_VALUE', message: 'Invalid access token.' }],
  [429, { message: 'Invalid access token.' }],
  [503, { message: 'Token is expired' }],
])('what has nothing to do with the token does not refresh it: %d %j', async (status, body) => {
  const { token, asked } = tokens('a');
  const { databricks, requests } = clientOf(async () => json(body, status), { token });
  problemIn(await databricks.run('5'));
  expect(requests).toHaveLength(1);
  expect(asked).toEqual([undefined]);
});

test('without a token nothing is asked', async () => {
  const problem = {
    kind: 'unauthenticated',
    code: 'NO_TOKEN',
    message: 'No identity.',
    mayHaveHappened: false,
  } as const;
  const token = jest.fn(async () => ({ ok: false, problem }) as const);
  const { databricks, requests } = clientOf(async () => json({}), { token });
  expect(await databricks.run('5')).toEqual({ ok: false, problem });
  expect(token).toHaveBeenCalledTimes(1);
  expect(requests).toEqual([]);
});

test('a token source that breaks is a problem, too', async () => {
  const { databricks, requests } = clientOf(async () => json({}), {
    token: () => Promise.reject(new Error('boom\nwith Bearer abcdef')),
  });
  expect(problemIn(await databricks.run('5'))).toEqual({
    kind: 'unavailable',
    code: 'NO_TOKEN',
    message: 'No token could be had: boom with Bearer [redacted]',
    mayHaveHappened: false,
  });
  expect(requests).toEqual([]);
});

test.each(['', ' ', 'a b', 'a\nb', 'ä'])('a token that no header can hold is not sent: %j', async (value) => {
  const { databricks, requests } = clientOf(async () => json({}), tokens(value));
  expect(problemIn(await databricks.run('5'))).toMatchObject({ kind: 'unauthenticated', code: 'NO_TOKEN' });
  expect(requests).toEqual([]);
});

describe('a token that looks like nothing in particular', () => {
  const SECRET = 'hunter2.hunter2';
  const page = `<html><title>Error 200 for ${SECRET}</title></html>`;

  test.each([
    ['an error', json({ error_code: 'X', message: `you sent ${SECRET}, "Bearer ${SECRET}"` }, 400)],
    ['a code', json({ error_code: SECRET, message: 'no' }, 400)],
    ['plain text', { status: 503, body: `${SECRET} ${'x'.repeat(990)}${SECRET}` }],
    ['a page', { status: 502, body: page }],
    ['a page for people', { status: 200, body: page }],
    ['a content type', { status: 200, headers: { 'content-type': SECRET }, body: '{' }],
    ['a redirect', { status: 302, headers: { location: `https://x/${SECRET}?token=${SECRET}` } }],
    ['a reason', { status: 500, headers: { 'x-databricks-reason-phrase': SECRET } }],
    ['values of wrong types', json({ run_id: SECRET, state: SECRET })],
  ])('does not come back in the message about %s', async (_name, response) => {
    const { databricks } = clientOf(async () => response, tokens(SECRET));
    expect(JSON.stringify(problemIn(await databricks.run('5')))).not.toContain(SECRET.slice(0, 5));
  });
});

test('nor does what is secret in the parameters of a start, although it is cut or breaks into lines', async () => {
  const secret = 'first line of it\n\tsecond "line" of it';
  const filling = 'x'.repeat(975);
  for (const message of [`no ${secret}!`, filling + secret, `can not read ${JSON.stringify({ a: secret })}`]) {
    const { databricks } = clientAnswered(json({ error_code: 'X', message }, 400));
    const started = await databricks.runNow({ job_id: '5', notebook_params: { a: secret } }, { secrets: [secret] });
    expect(problemIn(started).message).not.toMatch(/first line|second|line. of it/);
  }
});
