import type { HttpRequest } from '../../../local/http';
import { createRequestLog } from '../../../local/workspace/request-log';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const asked = (more: Partial<HttpRequest> & { text?: string } = {}): HttpRequest => ({
  method: 'POST',
  path: '/api/2.2/jobs/run-now',
  query: '',
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(more.text ?? ''),
  ...more,
});

const log = (mostKept?: number) => createRequestLog(() => NOW, mostKept);

function recorded(more: Parameters<typeof asked>[0]) {
  const requests = log();
  requests.record(asked(more));
  const [entry] = requests.find();
  return entry;
}

test('a request is kept with its time, route, query, body and outcome', () => {
  const requests = log();
  const note = requests.record(asked({ query: 'a=1&b=x%20y', text: '{"job_id":5,"idempotency_token":"t-1"}' }));
  expect(requests.find()[0]).not.toHaveProperty('status');
  note({ status: 503, fault: '7' });
  expect(requests.find()).toEqual([
    {
      number: 1,
      time: '2026-01-01T00:00:00.000Z',
      method: 'POST',
      path: '/api/2.2/jobs/run-now',
      query: { a: '1', b: 'x y' },
      headers: { 'content-type': 'application/json' },
      credentials: [],
      body: { job_id: 5, idempotency_token: 't-1' },
      status: 503,
      fault: '7',
    },
  ]);
});

test('no secret is kept, but which one was sent where', () => {
  const requests = log();
  const token = 'dapi0123456789abcdef';
  requests.record(asked({ headers: { authorization: `Bearer ${token}`, cookie: token } }));
  requests.record(asked({ headers: { 'x-databricks-azure-sp-management-token': token } }));
  requests.record(asked({ query: `access_token=${token}` }));
  requests.record(asked({ text: JSON.stringify({ nested: [{ client_secret: token }] }) }));
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  requests.record(asked({ headers: form, text: `grant_type=client_credentials&client_secret=${token}` }));
  const [first, second, third, fourth, fifth] = requests.find();
  expect(JSON.stringify(requests.find())).not.toContain(token);
  const print = first?.credentials[0]?.fingerprint;
  expect(print).toMatch(/^sha256:[0-9a-f]{16}$/);
  expect(first?.credentials).toEqual([
    { in: 'authorization', scheme: 'Bearer', fingerprint: print },
    { in: 'cookie', scheme: '', fingerprint: print },
  ]);
  expect(second?.credentials).toEqual([
    { in: 'x-databricks-azure-sp-management-token', scheme: '', fingerprint: print },
  ]);
  expect(third?.query).toEqual({ access_token: print });
  expect(fourth?.body).toEqual({ nested: [{ client_secret: print }] });
  expect(fifth?.body).toEqual({ grant_type: 'client_credentials', client_secret: print });
});

test('two tokens have two fingerprints', () => {
  const print = (token: string) => recorded({ headers: { authorization: token } })?.credentials[0]?.fingerprint;
  expect(print('Bearer a')).not.toBe(print('Bearer b'));
});

test('an id that fits no number keeps its digits', () => {
  expect(recorded({ text: '{"job_id":9007199254740993}' })?.body).toEqual({ job_id: '9007199254740993' });
});

test('JSON is read as such, whatever it is called', () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  expect(recorded({ headers, text: '{"job_id":5}' })?.body).toEqual({ job_id: 5 });
});

test('what is not JSON is kept as text, and a long body by its length', () => {
  expect(recorded({ text: '{"job_id":' })?.body).toBe('{"job_id":');
  expect(recorded({ text: 'x'.repeat(70_000) })?.body).toBe('(70000 bytes)');
});

test('requests are found by route, by number and by status', () => {
  const requests = log();
  requests.record(asked())({ status: 200 });
  requests.record(asked({ method: 'GET', path: '/api/2.1/jobs/get' }))({ status: 404 });
  requests.record(asked())({ status: 503 });
  const numbers = (query: Parameters<typeof requests.find>[0]) => requests.find(query).map(({ number }) => number);
  expect(numbers({ route: 'POST jobs/run-now' })).toEqual([1, 3]);
  expect(numbers({ after: 1 })).toEqual([2, 3]);
  expect(numbers({ status: 404 })).toEqual([2]);
  expect(numbers({ route: 'jobs/run-now', after: 1, status: 503 })).toEqual([3]);
});

test('only the last are kept, and how many are not is told', () => {
  const requests = log(10);
  for (let i = 0; i < 35; i++) requests.record(asked());
  expect(requests.find().map(({ number }) => number)).toEqual([26, 27, 28, 29, 30, 31, 32, 33, 34, 35]);
  expect(requests.counts()).toEqual({ recorded: 35, forgotten: 25 });
  requests.clear();
  expect(requests.find()).toEqual([]);
  expect(requests.counts()).toEqual({ recorded: 0, forgotten: 0 });
});
