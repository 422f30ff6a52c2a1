import { readRunJobInput, wishesOf } from '../../../src/contract/runs/orchestration/run-job-input';
import { DEFAULT_FAIL_ON } from '../../../src/domain/outcome';

const USUAL = {
  pollMs: null,
  onTimeout: 'cancel',
  failOn: DEFAULT_FAIL_ON,
  retry: null,
  isRepairable: true,
  outputTasks: null,
  timeoutSeconds: 86_400,
};

test('the wishes of a request', () => {
  const request = {
    job: 1,
    pollSeconds: 5,
    onTimeout: 'detach',
    failOn: ['failed'],
    retry: { times: 2 },
    outputTasks: ['sales'],
    timeoutSeconds: 100,
  };
  expect(wishesOf(JSON.stringify(request))).toEqual({
    pollMs: 5000,
    onTimeout: 'detach',
    failOn: ['failed'],
    retry: { times: 2, on: ['cloud', 'capacity'] },
    isRepairable: true,
    outputTasks: ['sales'],
    timeoutSeconds: 100,
  });
});

test.each([
  '',
  '{',
  'null',
  '7',
  '[]',
  '{"failOn":5}',
  '{"failOn":"canceled"}',
  '{"failOn":["nothing"],"timeoutSeconds":1e300,"pollSeconds":-1,"onTimeout":"no"}',
])('%s says nothing that could be followed', (request) => {
  expect(wishesOf(request)).toEqual(USUAL);
});

test('one wish that makes no sense takes nothing from the others', () => {
  expect(wishesOf('{"failOn":5,"timeoutSeconds":50}')).toEqual({ ...USUAL, timeoutSeconds: 50 });
});

test.each<[unknown, string]>([
  [{ request: '{"job":1}' }, '{"job":1}'],
  [{ job: 1 }, '{"job":1}'],
  ['{"job":1}', '{"job":1}'],
  [undefined, ''],
])('the request of the input %j is %s', (input, request) => {
  expect(readRunJobInput(input)).toEqual({ request });
});
