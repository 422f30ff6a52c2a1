import { failuresOfUpdate, type PipelineError } from '../../../src/domain/failures/pipeline-failure';
import type { Run } from '../../../src/domain/run';

const run = (result: string): Run => ({
  id: 'u',
  jobId: undefined,
  name: 'Sales pipeline',
  pageUrl: 'https://adb-1.2.azuredatabricks.net/#joblist/pipelines/p/updates/u',
  state: { lifeCycle: 'TERMINATED', result, message: `The update is ${result}.` },
  tasks: [],
});

const FAILED = run('FAILED');

const thrown = {
  className: 'com.databricks.pipelines.FlowFailedException',
  message: 'Flow had an exception.',
  stack: '  at X.y (X.scala:1)',
};
const cause = {
  className: 'org.apache.spark.sql.AnalysisException',
  message: '[TABLE_OR_VIEW_NOT_FOUND] orders',
  stack: '',
};
const ofFlow = (flow: string | null, more: Partial<PipelineError> = {}): PipelineError => ({
  flow,
  message: `Flow '${flow}' has FAILED.`,
  exceptions: [],
  ...more,
});

test('a flow that failed is a failure: its cause is the message, and the way to it the trace', () => {
  const errors = [ofFlow('orders', { exceptions: [thrown, cause] }), ofFlow(null, { exceptions: [cause] })];
  expect(failuresOfUpdate(FAILED, 'failed', errors)).toEqual([
    {
      taskKey: 'orders',
      code: 'FAILED',
      type: null,
      class: expect.any(String),
      message: 'AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] orders',
      trace: [
        "Flow 'orders' has FAILED.",
        '',
        'FlowFailedException: Flow had an exception.',
        '  at X.y (X.scala:1)',
        'Caused by: AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] orders',
      ].join('\n'),
      runPageUrl: FAILED.pageUrl,
      hint: expect.stringContaining('table'),
    },
  ]);
});

test('of a flow that failed more than once the last time counts', () => {
  const errors = ['first', 'second'].map((message) => ofFlow('orders', { exceptions: [{ ...cause, message }] }));
  const failures = failuresOfUpdate(FAILED, 'failed', [...errors, ofFlow('sales')]);
  expect(failures.map(({ taskKey, message }) => [taskKey, message])).toEqual([
    ['orders', 'AnalysisException: second'],
    ['sales', "Flow 'sales' has FAILED."],
  ]);
});

test('where no flow is to blame, the update itself tells', () => {
  const wrong = { className: 'SyntaxError', message: 'invalid syntax', stack: '' };
  const [failure, ...others] = failuresOfUpdate(FAILED, 'failed', [ofFlow(null, { exceptions: [wrong] })]);
  expect(failure).toMatchObject({ taskKey: null, message: 'SyntaxError: invalid syntax' });
  expect(others).toEqual([]);
});

test('an exception without a name or a message is told as far as it goes', () => {
  const messageOf = (...exceptions: PipelineError['exceptions']) =>
    failuresOfUpdate(FAILED, 'failed', [ofFlow('f', { exceptions })])[0]?.message;
  expect(messageOf({ ...cause, className: '' })).toBe(cause.message);
  expect(messageOf({ ...cause, message: '' })).toBe('AnalysisException');
  expect(messageOf(cause, { className: 'Empty', message: '', stack: '' })).toBe(`AnalysisException: ${cause.message}`);
});

test('without any error in the log there is still a failure', () => {
  expect(failuresOfUpdate(FAILED, 'failed', [])).toMatchObject([{ taskKey: null, message: 'The update is FAILED.' }]);
  expect(failuresOfUpdate(run('CANCELED'), 'timedOut', [])).toMatchObject([{ class: 'timeout' }]);
});

test('an update that succeeded has none, whatever went wrong on its way', () => {
  expect(failuresOfUpdate(run('SUCCESS'), 'succeeded', [ofFlow('orders')])).toEqual([]);
});
