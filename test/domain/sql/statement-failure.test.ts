import { failureOfStatement } from '../../../src/domain/failures/statement-failure';
import type { RawStatement } from '../../../src/domain/sql/raw-statement';
import { statementRun } from '../../../src/domain/sql/statement-run';

const failed = (error?: NonNullable<RawStatement['status']['error']>, state = 'FAILED') =>
  statementRun({ statement_id: 'a', status: { state, error } }, 'https://page/');

test('what is wrong with the statement is told in words for statements', () => {
  const message = '[TABLE_OR_VIEW_NOT_FOUND] The table or view `sales` cannot be found. SQLSTATE: 42P01';
  expect(failureOfStatement(failed({ error_code: 'BAD_REQUEST', message }), 'failed')).toMatchObject({
    taskKey: null,
    code: 'BAD_REQUEST',
    class: 'userError',
    message,
    runPageUrl: 'https://page/',
    hint: expect.stringContaining('correct the statement'),
  });
});

test('a right that is missing is known by its text', () => {
  const message = '[INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have USE SCHEMA on Schema sales.';
  const failure = failureOfStatement(failed({ error_code: 'BAD_REQUEST', message }), 'failed');
  expect(failure).toMatchObject({ class: 'permission', hint: expect.stringContaining('identity of this app') });
});

test('one that this app was asked to cancel blames no time limit', () => {
  const failure = failureOfStatement(failed(undefined, 'CANCELED'), 'canceled', true);
  expect(failure).toMatchObject({ class: 'canceled', hint: expect.stringMatching(/asked to cancel/) });
});

test.each([
  ['BAD_REQUEST', 'userError'],
  ['UNAUTHENTICATED', 'permission'],
  ['RESOURCE_EXHAUSTED', 'capacity'],
  ['DEADLINE_EXCEEDED', 'timeout'],
  ['INTERNAL_ERROR', 'platform'],
  ['TEMPORARILY_UNAVAILABLE', 'platform'],
])('what is not, by the code: %s is of the class %s', (error_code, whose) => {
  const failure = failureOfStatement(failed({ error_code, message: 'No.' }), 'failed');
  expect(failure).toMatchObject({ code: error_code, class: whose, hint: expect.any(String) });
  expect(failure.hint).not.toMatch(/\btasks?\b/); // a statement has none
});

test('what has no known word is told as it is', () => {
  for (const error of [{ error_code: 'NEW', message: 'No.' }, { message: 'No.' }, undefined, { error_code: 'valueOf' }])
    expect(failureOfStatement(failed(error), 'failed')).toMatchObject({ class: 'unknown', hint: null });
});

test('one that this app has cancelled ran out of time', () => {
  expect(failureOfStatement(failed(undefined, 'CANCELED'), 'timedOut')).toMatchObject({
    class: 'timeout',
    code: 'CANCELED',
    hint: expect.stringContaining('timeoutSeconds'),
  });
  expect(failureOfStatement(failed(undefined, 'CANCELED'), 'canceled')).toMatchObject({ class: 'canceled' });
});
