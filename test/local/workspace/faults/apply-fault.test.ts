import type { HttpRequest } from '../../../../local/http';
import { answerWithFault } from '../../../../local/workspace/faults/answer-with-fault';
import { readFaultRule } from '../../../../local/workspace/faults/read-fault-rule';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const ANSWER = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"run_id":123}' };
const REQUEST: HttpRequest = { method: 'POST', path: '/', query: '', headers: {}, body: Buffer.alloc(0) };

const steps: string[] = [];
beforeEach(() => {
  steps.length = 0;
});

async function hit(fault: object, when = 'before') {
  const rule = readFaultRule({ route: '/**', when, fault });
  const workspace = async () => {
    steps.push('asked');
    return ANSWER;
  };
  return answerWithFault(
    REQUEST,
    workspace,
    { id: '1', rule, seen: 1, hit: 1 },
    {
      now: () => NOW,
      sleep: async (milliseconds) => void steps.push(`slept ${milliseconds}`),
    },
  );
}

const said = { status: 400, code: 'INVALID_PARAMETER_VALUE', message: 'Run <5> & co does not exist.' };

test.each([
  ['code', '{"error_code":"INVALID_PARAMETER_VALUE","message":"Run <5> & co does not exist."}'],
  ['codeNumber', '{"error_code":400,"message":"Run <5> & co does not exist."}'],
  ['noCode', '{"message":"Run <5> & co does not exist."}'],
  ['error', '{"error":"Run <5> & co does not exist."}'],
  [
    'scim',
    '{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"detail":"Run <5> & co does not exist.","status":"400","scimType":"INVALID_PARAMETER_VALUE"}',
  ],
  ['plain', 'INVALID_PARAMETER_VALUE: Run <5> & co does not exist.'],
  ['htmlPre', expect.stringContaining('<pre>Run &lt;5&gt; &amp; co does not exist.</pre>')],
  ['htmlTitle', expect.stringContaining('<title>Error 400 Run &lt;5&gt; &amp; co does not exist.</title>')],
  ['empty', ''],
])('an error in the form %s', async (form, body) => {
  expect(await hit({ kind: 'answer', form, ...said })).toMatchObject({ status: 400, body });
  expect(steps).toEqual([]);
});

test('an error with details names the reason as google.rpc.ErrorInfo does', async () => {
  const { body } = await hit({ kind: 'answer', form: 'details', ...said });
  expect(JSON.parse(String(body)).details).toEqual([
    expect.objectContaining({
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason: 'INVALID_PARAMETER_VALUE',
      domain: expect.any(String),
      metadata: expect.any(Object),
    }),
  ]);
});

test.each([
  ['code', 'application/json'],
  ['plain', 'text/plain;charset=utf-8'],
  ['htmlPre', 'text/html;charset=utf-8'],
  ['empty', undefined],
])('an error in the form %s has the content type %s', async (form, type) => {
  expect((await hit({ kind: 'answer', form, ...said })).headers?.['content-type']).toBe(type);
});

test.each([
  [2, '2'],
  [0, '0'],
  [-5, '-5'],
  [1e12, '1000000000000'],
  ['soon', 'soon'],
  ['', ''],
  [{ dateInSeconds: 90 }, 'Thu, 01 Jan 2026 00:01:30 GMT'],
  [{ dateInSeconds: -90 }, 'Wed, 31 Dec 2025 23:58:30 GMT'],
  [undefined, undefined],
])('Retry-After %j is sent as %j', async (retryAfter, header) => {
  const { headers } = await hit({ kind: 'answer', status: 429, ...(retryAfter !== undefined && { retryAfter }) });
  expect(headers?.['retry-after']).toBe(header);
});

test('a body and headers of the rule stand in the place of the form', async () => {
  const fault = { kind: 'answer', status: 200, body: '<html>', headers: { 'content-type': 'text/html' } };
  expect(await hit(fault)).toEqual({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' });
});

test('a redirect leads to the page for people', async () => {
  const location = '/login.html?error=private-link-validation-error';
  expect(await hit({ kind: 'redirect' })).toEqual({ status: 302, headers: { location } });
});

test('after: the workspace does what was asked, and its answer is replaced', async () => {
  expect(await hit({ kind: 'answer', status: 503 }, 'after')).toMatchObject({ status: 503 });
  expect(steps).toEqual(['asked']);
});

test('truncated JSON is the first half of the answer, with its status and its headers', async () => {
  expect(await hit({ kind: 'truncate' }, 'after')).toEqual({ ...ANSWER, body: Buffer.from('{"run_i') });
});

test.each([
  ['before', ['slept 50', 'asked']],
  ['after', ['asked', 'slept 50']],
])('a slow answer waits %s the workspace is asked', async (when, order) => {
  expect(await hit({ kind: 'slow', milliseconds: 50 }, when)).toEqual(ANSWER);
  expect(steps).toEqual(order);
});
