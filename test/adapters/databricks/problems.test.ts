import fc from 'fast-check';
import type { HttpResponse } from '../../../local/http';
import type { NotFoundSpelling } from '../../../local/workspace/api/errors';
import { applyFault } from '../../../local/workspace/faults/apply-fault';
import { ERROR_FORMS, type ErrorForm } from '../../../local/workspace/faults/error-body';
import { readFaultRule } from '../../../local/workspace/faults/read-fault-rule';
import { salesTable } from '../../../local/workspace/scenarios/sales-table';
import type { Problem } from '../../../src/domain/answer';
import { workspaceWith } from '../../support/workspace-client';
import { clientAnswered, clientOf, json, NOW, problemIn, workspaceClient } from './client';

async function problemAfter(response: HttpResponse): Promise<Problem> {
  return problemIn(await clientAnswered(response).databricks.runNow({ job_id: '5' }));
}

/** As the simulated workspace would answer under this fault. */
function faulty(fault: object): Promise<HttpResponse> {
  const { fault: read } = readFaultRule({ route: '/**', fault: { kind: 'answer', ...fault } });
  return applyFault(read, { status: 200 }, { now: () => NOW, sleep: async () => {} });
}

const coded = (status: number, error_code: unknown, message: string) => json({ error_code, message }, status);

describe('what an error means', () => {
  test.each([
    [coded(400, 'INVALID_PARAMETER_VALUE', 'no'), 'refused', false],
    [coded(400, 'INVALID_PARAMETER_VALUE', 'Task a does not exist in this job.'), 'refused', false],
    [coded(400, 'INVALID_STATE', 'no'), 'refused', false],
    [coded(409, 'ALREADY_EXISTS', 'no'), 'refused', false],
    [coded(404, 'ENDPOINT_NOT_FOUND', "No API found for 'GET /x'"), 'refused', false],
    [coded(501, 'NOT_IMPLEMENTED', 'no'), 'refused', false],
    [coded(400, 'FEATURE_DISABLED', 'no'), 'refused', false],
    [coded(400, 'INVALID_PARAMETER_VALUE', 'Run 5 does not exist.'), 'notFound', false],
    [coded(400, 'INVALID_PARAMETER_VALUE', "Run: 5 in job: 6 doesn't exist"), 'notFound', false],
    [coded(400, 'INVALID_PARAMETER_VALUE', 'Job 9007199254740993 does not exist.'), 'notFound', false],
    [coded(404, undefined, 'Job 5 does not exist.'), 'notFound', false],
    [coded(400, 'RESOURCE_DOES_NOT_EXIST', 'no'), 'notFound', false],
    [coded(401, 'UNAUTHENTICATED', 'no'), 'unauthenticated', false],
    [coded(403, 403, 'Invalid access token.'), 'unauthenticated', false],
    [coded(403, 403, 'Invalid Token'), 'unauthenticated', false],
    [coded(403, 403, 'JWT has expired'), 'unauthenticated', false],
    [coded(403, 403, 'Token is expiring within 30 seconds. (token expired)'), 'unauthenticated', false],
    [coded(400, 'INVALID_PARAMETER_VALUE', 'Invalid page token'), 'refused', false],
    [coded(403, 'PERMISSION_DENIED', 'no'), 'forbidden', false],
    [coded(429, 'REQUEST_LIMIT_EXCEEDED', 'slow down'), 'unavailable', false],
    [coded(429, 'QUOTA_EXCEEDED', 'Timed out after 5 s'), 'unavailable', false],
    [coded(400, 'COULD_NOT_ACQUIRE_LOCK', 'no'), 'unavailable', false],
    [coded(400, 'RESOURCE_EXHAUSTED', 'no'), 'unavailable', false],
    [coded(400, 'X', 'RPC token bucket limit has been exceeded'), 'unavailable', false],
    [coded(400, 'X', 'ClusterNotReadyException: wait'), 'unavailable', false],
    [coded(404, 'X', 'There is no worker environment with id 5'), 'unavailable', false],
    [coded(400, 'X', 'worker env WorkerEnvId(5) not found'), 'unavailable', false],
    [coded(400, 'TEMPORARILY_UNAVAILABLE', 'no'), 'unavailable', true],
    [coded(409, 'ABORTED', 'no'), 'unavailable', true],
    [coded(400, 'X', 'Timed out after 15 s'), 'unavailable', true],
    [coded(400, 'X', 'Context DEADLINE EXCEEDED'), 'unavailable', true],
    [coded(400, 'X', 'Unexpected error'), 'unavailable', true],
    [coded(400, 'X', 'Please try again later or try a faster operation.'), 'unavailable', true],
    [coded(408, undefined, 'no'), 'unavailable', true],
    [coded(499, 'CANCELLED', 'no'), 'unavailable', true],
    [coded(500, 'INTERNAL_ERROR', 'Run 5 does not exist.'), 'unavailable', true],
    [coded(503, 'TEMPORARILY_UNAVAILABLE', 'no'), 'unavailable', true],
    [coded(504, 'DEADLINE_EXCEEDED', 'no'), 'unavailable', true],
  ])('%j', async (response, kind, mayHaveHappened) => {
    expect(await problemAfter(response)).toMatchObject({ kind, mayHaveHappened });
  });
});

describe('what an error says', () => {
  const MESSAGE = 'Too <many> "runs" & jobs: wait';
  const EXPECTED: Record<ErrorForm, [code: string, message: string]> = {
    code: ['QUOTA_EXCEEDED', MESSAGE],
    codeNumber: ['HTTP_400', MESSAGE],
    noCode: ['HTTP_400', MESSAGE],
    details: ['QUOTA_EXCEEDED', MESSAGE],
    error: ['HTTP_400', MESSAGE],
    scim: ['QUOTA_EXCEEDED', MESSAGE],
    plain: ['QUOTA_EXCEEDED', MESSAGE],
    htmlPre: ['HTTP_400', 'Too <many> "runs" & jobs: wait'],
    htmlTitle: ['HTTP_400', `Error 400 ${MESSAGE}`],
    empty: ['HTTP_400', 'Databricks answered with status 400 and no explanation.'],
  };

  test.each(ERROR_FORMS)('in the form %s', async (form) => {
    const fault = { status: 400, code: 'QUOTA_EXCEEDED', message: MESSAGE, form };
    const [code, message] = EXPECTED[form];
    expect(await problemAfter(await faulty(fault))).toEqual({ kind: 'refused', code, message, mayHaveHappened: false });
  });

  test.each([
    [{ error: 'invalid_client', error_description: 'Wrong secret' }, 'HTTP_400', 'invalid_client: Wrong secret'],
    [{ error: { code: 'AuthorizationFailed', message: 'no' } }, 'AuthorizationFailed', 'no'],
    [{ error_code: 'two words', message: 'no' }, 'HTTP_400', 'no'],
    [{ error_code: '400', message: 'no' }, 'HTTP_400', 'no'],
    [{ error_code: 'A', message: 5, detail: 'no' }, 'A', 'no'],
    [{ error_code: 'A', message: ' ' }, 'A', 'Databricks answered with status 400 and no explanation.'],
    [['no'], 'HTTP_400', 'Databricks answered with status 400 and no explanation.'],
    ['<!DOCTYPE html><html><title>\n Bad\n Gateway </title></html>', 'HTTP_400', 'Bad Gateway'],
    ['<html><body>?</body></html>', 'HTTP_400', 'Databricks answered with status 400 and no explanation.'],
    ['{"error_code":"A","mess', 'HTTP_400', '{"error_code":"A","mess'],
    ['upstream connect error', 'HTTP_400', 'upstream connect error'],
  ])('%j', async (body, code, message) => {
    expect(await problemAfter(json(body, 400))).toMatchObject({ code, message });
  });

  test('in a header, if nowhere else', async () => {
    const response = { status: 400, headers: { 'x-databricks-reason-phrase': 'Because.' } };
    expect(await problemAfter(response)).toMatchObject({ message: 'Because.' });
  });

  test('is one line of at most 1000 characters, without secrets and colours', async () => {
    const { message } = await problemAfter(coded(400, 'A', `\u001b[31ma\u001b[0m\n\tBearer abc ${'é😀'.repeat(800)}`));
    expect(message).toMatch(/^a Bearer \[redacted\] é😀/);
    expect(message.length).toBeLessThanOrEqual(1000);
    expect(message.isWellFormed()).toBe(true);
  });

  test('does not take for ever to be found, however long it is', async () => {
    const began = performance.now();
    for (const part of ['<pre>', '<title ', 'dapi', 'eyJ', '?code=', 'A_', '\u001b[', '\u001b]'])
      await problemAfter({ status: 503, body: part.repeat(300_000) });
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test('whatever comes, it is a problem and not an exception', async () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue().map((message) => JSON.stringify({ message })),
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 300, max: 599 }), anything, async (status, body) => {
        const { message, code } = await problemAfter({ status, body });
        expect(message).not.toBe('');
        expect(code).toMatch(/^[A-Za-z][\w.-]*$/);
      }),
    );
  });
});

describe('how long to wait', () => {
  test.each([
    [5, 5000],
    ['120', 120_000],
    [7200, 3_600_000],
    [{ dateInSeconds: 90 }, 90_000],
    [{ dateInSeconds: -90 }, 0],
    ['soon', undefined],
    ['-1', undefined],
  ])('Retry-After %j is %s ms', async (retryAfter, retryAfterMs) => {
    for (const status of [429, 503])
      expect((await problemAfter(await faulty({ status, retryAfter }))).retryAfterMs).toBe(retryAfterMs);
  });

  test('it says nothing of what will never work', async () => {
    expect(await problemAfter(await faulty({ status: 400, retryAfter: 5 }))).not.toHaveProperty('retryAfterMs');
  });

  test('a limit of the workspace names a time by itself', async () => {
    const fault = await faulty({ status: 429, retryAfter: 1 });
    expect(await problemAfter(fault)).toMatchObject({ code: 'REQUEST_LIMIT_EXCEEDED', retryAfterMs: 1000 });
  });
});

test.each<NotFoundSpelling>(['old400', 'new404'])(
  'what is not there is not found, as %s spells it',
  async (notFound) => {
    const { databricks } = workspaceClient([salesTable], { notFound });
    const questions = [databricks.run('5'), databricks.output('5'), databricks.cancel('5')];
    for (const question of questions)
      expect(problemIn(await question)).toMatchObject({ kind: 'notFound', message: 'Run 5 does not exist.' });
    for (const question of [databricks.job('5'), databricks.runNow({ job_id: '5' })])
      expect(problemIn(await question)).toMatchObject({ kind: 'notFound', message: 'Job 5 does not exist.' });
  },
);

test('who lacks a permission is told so', async () => {
  const users = [{ name: 'someone@example.com', tokens: ['dapi-simulated-workspace'] }];
  const { workspace, jobId } = workspaceWith([salesTable], { users: [{ name: 'owner', tokens: [] }, ...users] });
  const { databricks } = clientOf(workspace.handle);
  expect(problemIn(await databricks.runNow({ job_id: String(jobId) }))).toMatchObject({
    kind: 'forbidden',
    code: 'PERMISSION_DENIED',
  });
});

test('a redirect is not followed, and says what to look at', async () => {
  const location = 'https://adb-1.2.azuredatabricks.net/login.html?error=private-link-validation-error&code=abc';
  const { databricks, requests } = clientAnswered({ status: 302, headers: { location } }, json({ run_id: 5 }));
  const problem = problemIn(await databricks.run('5'));
  expect(problem).toMatchObject({ kind: 'unavailable', code: 'REDIRECTED', mayHaveHappened: false });
  expect(problem.message).toMatch(
    /to https:\/\/adb-1\.2\.azuredatabricks\.net\/login\.html \(status 302\).*private link/,
  );
  expect(problem.message).not.toContain('abc');
  expect(requests).toHaveLength(1);
});

describe('an answer that cannot be read', () => {
  const page = '<!doctype html><html><head><title>Sign in to Databricks</title></head></html>';

  test.each([
    [
      'a page for people',
      { status: 200, headers: { 'content-type': 'text/html' }, body: page },
      'Sign in to Databricks',
    ],
    ['JSON that breaks off', json('{"run_id":5,"state":{"life'), '26 characters (application/json)'],
    ['nothing', { status: 200 }, '0 characters (of no type)'],
    ['a list', json([]), 'the whole'],
    ['no state', json({ run_id: 5 }), 'neither state nor status'],
    ['no id', json({ state: {} }), 'run_id'],
    ['an id that was rounded', json('{"run_id":1e20,"state":{}}'), 'run_id'],
    ['an id that is none', json({ run_id: '5x', state: {} }), 'run_id'],
    ['a state that is a text', json({ run_id: 5, state: 'RUNNING' }), 'state'],
    ['tasks that are none', json({ run_id: 5, state: {}, tasks: { a: 1 } }), 'tasks'],
    ['a task without an id', json({ run_id: 5, state: {}, tasks: [{ task_key: 'a' }] }), 'tasks.0.run_id'],
  ])('%s', async (_name, response, told) => {
    const { databricks } = clientAnswered(response);
    expect(problemIn(await databricks.run('5'))).toEqual({
      kind: 'unavailable',
      code: 'UNREADABLE_ANSWER',
      message: expect.stringContaining(told),
      mayHaveHappened: true,
    });
  });

  test('may be that to a start or to a cancellation, which may have happened all the same', async () => {
    const { databricks } = clientAnswered({ status: 200, body: page });
    for (const question of [databricks.runNow({ job_id: '5' }), databricks.cancel('5')])
      expect(problemIn(await question)).toMatchObject({ code: 'UNREADABLE_ANSWER', mayHaveHappened: true });
  });

  test('does not tell what it held', async () => {
    const { databricks } = clientAnswered(json('{"metadata":{"run_id":5},"logs":"hunter2'));
    expect(problemIn(await databricks.output('5')).message).not.toContain('hunter2');
  });
});
