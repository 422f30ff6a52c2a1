import type { ProblemCode } from '../../../src/contract/codes';
import { labelled } from '../../support/labelled';
import { expectProblem, SECRET, watchedWorld } from '../../support/refusals';
import type { Body } from '../../support/run-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

type Case = [what: string, body: Body, field: string];

const NUMBERS_THAT_ARE_NONE = ['1e3', '1E3', '-1e0', '1e300', '9007199254740990.6'];

async function refused(body: Body, code: ProblemCode, field?: string) {
  const world = watchedWorld({ clock });
  expectProblem(await world.post('runs', body), 400, code, field);
  expect(world.touched()).toEqual([]);
}

describe('the job', () => {
  test.each([
    ...labelled<unknown>([0, -1, 1.5, '0', '-1', '+7', '000', ' 7 ', ' x', '', ' ', null, true, ['7'], { id: 7 }]),
    ...labelled<unknown>([`a\u0000${SECRET}`, 'a\nb', '9223372036854775808', SECRET.repeat(1000)]),
  ])('%s is refused', (_, job) => refused({ job }, 'requestInvalid', 'job'));

  test.each(['9223372036854775808', '-9007199254740993', '0.0', '-0'])('that is the number %s is refused', (digits) =>
    refused(`{"job":${digits}}`, 'requestInvalid', 'job'),
  );

  test.each(NUMBERS_THAT_ARE_NONE)('is written in digits, and not as %s', async (number) => {
    await refused(`{"job":${number}}`, 'bodyNotJson');
    await refused(`{"job_id":${number}}`, 'bodyNotJson');
  });

  test('is needed', () => refused({ timeoutSeconds: 60 }, 'requestInvalid', 'job'));
});

describe("Databricks' own job_id", () => {
  test.each(labelled<unknown>(['7; DROP', '1.5', '1e3', '-1', ' 7 ', '', SECRET, null, [7], undefined]))(
    '%s is refused',
    (_, job_id) => refused({ job_id, queue: { enabled: true } }, 'requestInvalid', 'job_id'),
  );

  test.each(labelled<unknown>([0, -1, 1.5, '0', '9223372036854775808']))('%s is refused, too', (_, job_id) =>
    refused({ job_id }, 'requestInvalid', 'job_id'),
  );
});

const CASES: Case[] = [
  ['both job and job_id', { job: SECRET, job_id: 101 }, 'job_id'],
  ['both forms', { job: 101, notebook_params: { a: SECRET } }, 'notebook_params'],
  ['a field that nobody knows', { job: 101, jobName: SECRET }, 'jobName'],
  ['such a field beside those of run-now', { job_id: 101, timeout_seconds: SECRET }, 'timeout_seconds'],
  ['such a field among those of run-now', { job: 101, runNow: { params: SECRET } }, 'runNow.params'],
  ['a token of its own', { job: 101, runNow: { idempotency_token: SECRET } }, 'runNow.idempotency_token'],
  ['a token in the other form', { job_id: 101, idempotency_token: SECRET }, 'idempotency_token'],
  ['an address of a workspace', { job: 101, workspaceUrl: `https://${SECRET}` }, 'workspaceUrl'],
  ['no task to run', { job: 101, runNow: { only: [] } }, 'runNow.only'],
  ['a task without a name', { job: 101, runNow: { only: [''] } }, 'runNow.only.0'],
  ['a task with a name as long as a book', { job: 101, runNow: { only: [SECRET.repeat(100)] } }, 'runNow.only.0'],
  ['a thousand and one tasks', { job: 101, runNow: { only: Array(1001).fill('a') } }, 'runNow.only'],
  ['a very long target', { job_id: 101, performance_target: SECRET.repeat(10) }, 'performance_target'],
  [
    'too many tables to refresh',
    { job: 101, runNow: { pipeline_params: { refresh_selection: Array(1001).fill('a') } } },
    'runNow.pipeline_params.refresh_selection',
  ],
  ['an unknown wish for the end of time', { job: 101, onTimeout: SECRET }, 'onTimeout'],
  ['an unknown outcome', { job: 101, failOn: ['failed', SECRET] }, 'failOn.1'],
  ['a hundred outcomes', { job: 101, failOn: Array(100).fill('failed') }, 'failOn'],
];

test.each(CASES)('%s is refused', (_, body, field) => refused(body, 'requestInvalid', field));

describe('a time', () => {
  test.each(labelled<unknown>([0, 9, -5, 1e9, 2_592_001, '10s', '60', 60.5, null, [60]]))(
    'limit of %s is refused',
    (_, value) => refused({ job: 101, timeoutSeconds: value }, 'requestInvalid', 'timeoutSeconds'),
  );

  test.each(labelled<unknown>([0, 0.5, -1, 3601, 1e9, '5', '5s', null]))('between looks of %s is refused', (_, value) =>
    refused({ job: 101, pollSeconds: value }, 'requestInvalid', 'pollSeconds'),
  );

  test.each(['timeoutSeconds', 'pollSeconds'])('is written in digits: %s', async (field) => {
    for (const number of ['Infinity', '-Infinity', 'NaN', '1e2', '1e999']) {
      await refused(`{"job":101,"${field}":${number}}`, 'bodyNotJson');
    }
  });

  test('between looks that is longer than the limit is refused', () =>
    refused({ job: 101, timeoutSeconds: 60, pollSeconds: 61 }, 'requestInvalid', 'pollSeconds'));
});
