import { assert, dictionary, property, string } from 'fast-check';
import { isParameterName } from '../../../src/contract/jobs/job-parameters';
import { isIdempotencyKey } from '../../../src/contract/runs/claims/idempotency-key';
import { jobSchema } from '../../../src/contract/runs/request/run-request';
import { readStartRequest } from '../../../src/contract/runs/request/start-request';

const accepted = (body: unknown) => {
  const reading = readStartRequest(body);
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
  return reading;
};
const refused = (body: unknown) => {
  const reading = readStartRequest(body);
  if (reading.ok) throw new Error(`accepted: ${JSON.stringify(reading.request)}`);
  return reading.errors;
};

test('both forms of a body come to the same request', () => {
  const options = { timeoutSeconds: 60, pollSeconds: 5, onTimeout: 'detach', failOn: ['failed'], workspace: 'default' };
  const runNow = { job_parameters: { a: '1' }, queue: { enabled: true }, only: ['x'] };
  expect(accepted({ job_id: 7, ...runNow, ...options }).request).toEqual(
    accepted({ job: 7, runNow, ...options }).request,
  );
});

test('a field is called what the caller calls it', () => {
  expect(accepted({ job: 7, runNow: {} }).asGiven('runNow.job_parameters.a')).toBe('runNow.job_parameters.a');
  expect(accepted({ job_id: 7 }).asGiven('runNow.job_parameters.a')).toBe('job_parameters.a');
  expect(accepted({ job_id: 7 }).asGiven('timeoutSeconds')).toBe('timeoutSeconds');
});

test('every parameter arrives as it was sent', () => {
  const parameters = dictionary(string({ minLength: 1 }).filter(isParameterName), string(), { maxKeys: 10 });
  assert(
    property(parameters, (given) => {
      expect(accepted({ job: 7, runNow: { notebook_params: given } }).request.runNow?.notebook_params).toEqual({
        ...given,
      });
    }),
  );
});

test('all that is wrong is told at once, up to twenty faults', () => {
  const fields = refused({ job: 0, timeoutSeconds: 'soon', runNow: { queue: 1, params: {} } }).map(
    ({ field }) => field,
  );
  expect(fields.sort()).toEqual(['job', 'runNow.params', 'runNow.queue', 'timeoutSeconds']);
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`field${index}`, 1]));
  expect(refused({ job: 7, ...many })).toHaveLength(20);
});

test.each<[unknown, string, string]>([
  [{ job: 7, timeoutSeconds: '60' }, 'timeoutSeconds', 'must be a number'],
  [{ job: 7, timeoutSeconds: 1.5 }, 'timeoutSeconds', 'must be a whole number'],
  [{ job: 7, timeoutSeconds: 5 }, 'timeoutSeconds', 'must be at least 10'],
  [{ job: 7, timeoutSeconds: 2_592_001 }, 'timeoutSeconds', 'must be at most 2592000'],
  [{ job: 7, onTimeout: 'wait' }, 'onTimeout', 'must be one of cancel, detach'],
  [{ job: 7, workspace: '' }, 'workspace', 'must have a length of at least 1'],
  [{ job: 7, failOn: 'failed' }, 'failOn', 'must be a list'],
  [{ job: 7, runNow: 'now' }, 'runNow', 'must be an object'],
  [{ job: 7, runNow: { queue: {} } }, 'runNow.queue.enabled', 'is missing'],
  [{ job: 7, runNow: { queue: { enabled: 'yes' } } }, 'runNow.queue.enabled', 'must be true or false'],
  [{ job: 7, runNow: { job_parameters: { a: 1 } } }, 'runNow.job_parameters.a', 'must be a text'],
  [{ job: 7, runNow: { only: [] } }, 'runNow.only', 'must have a length of at least 1'],
  [{ job: 7, runNow: { idempotency_token: 'x' } }, 'runNow.idempotency_token', 'is made by this app'],
  [{ job: 7, other: 1 }, 'other', 'is not a field that is known here'],
  [{ job: 7, job_id: 7 }, 'job_id', 'cannot be combined with job'],
  [{ notebook_params: {} }, 'job_id', 'must be the id of a job'],
  [7, '', 'must be an object'],
])('%j: what is wrong is told in words', (body, field, detail) => {
  expect(refused(body)).toEqual([{ field, detail: expect.stringContaining(detail) }]);
});

test('a name that could upset a log is told without that', () => {
  const [error] = refused({ job: 7, [`a\u0000\n${'b'.repeat(300)}`]: 1 });
  expect(error?.field).toBe(`a${'b'.repeat(199)}…`);
});

describe('a job', () => {
  const read = (job: unknown) => jobSchema.safeParse(job).data;

  test.each<[unknown, string]>([
    [1, '1'],
    ['1', '1'],
    ['0001', '1'],
    ['9223372036854775807', '9223372036854775807'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    ['nightly-sales', 'nightly-sales'],
    ['1.5', '1.5'],
    ['1e3', '1e3'],
    ['-', '-'],
    ['12 monkeys', '12 monkeys'],
  ])('%j is %s', (job, expected) => expect(read(job)).toBe(expected));

  test.each([
    0,
    -1,
    1.5,
    2 ** 53,
    Number.NaN,
    '0',
    '00',
    '-1',
    '+1',
    '9223372036854775808',
    '',
    ' ',
    ' a',
    'a ',
    'a\nb',
    'x'.repeat(4097),
    null,
    undefined,
    {},
    [],
  ])('%j is none', (job) => expect(read(job)).toBeUndefined());
});

test.each<[string, boolean]>([
  ['a', true],
  ['!~', true],
  ['k'.repeat(255), true],
  ['k'.repeat(256), false],
  ['', false],
  ['a b', false],
  ['é', false],
  ['a\n', false],
  ['\u007f', false],
])('%j as an idempotency key: %s', (key, isOne) => expect(isIdempotencyKey(key)).toBe(isOne));
