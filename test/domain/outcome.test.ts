import fc from 'fast-check';
import { DEFAULT_FAIL_ON, hasEnded, OUTCOMES, type Outcome, outcomeOf } from '../../src/domain/outcome';

const of = (state: object) => ({ message: '', ...state });

describe('whether a run has ended', () => {
  test.each([
    ['QUEUED', false],
    ['PENDING', false],
    ['BLOCKED', false],
    ['RUNNING', false],
    ['WAITING_FOR_RETRY', false],
    ['TERMINATING', false],
    ['TERMINATED', true],
    ['SKIPPED', true],
    ['INTERNAL_ERROR', true],
  ])('life cycle %s: %s', (lifeCycle, ended) => {
    expect(hasEnded(of({ lifeCycle }))).toBe(ended);
  });

  test.each([
    ['QUEUED', false],
    ['PENDING', false],
    ['BLOCKED', false],
    ['RUNNING', false],
    ['WAITING', false],
    ['TERMINATING', false],
    ['TERMINATED', true],
  ])('status %s: %s', (status, ended) => {
    expect(hasEnded(of({ status }))).toBe(ended);
  });

  test('one of the two vocabularies is enough', () => {
    expect(hasEnded(of({ lifeCycle: 'NEW_WORD', status: 'TERMINATED' }))).toBe(true);
    expect(hasEnded(of({ lifeCycle: 'INTERNAL_ERROR', status: 'NEW_WORD' }))).toBe(true);
  });

  test('a word that nobody knows means not yet, and so does none', () => {
    const ends = ['TERMINATED', 'SKIPPED', 'INTERNAL_ERROR'];
    fc.assert(
      fc.property(
        fc.option(anyWord(), { nil: undefined }),
        fc.option(anyWord(), { nil: undefined }),
        (lifeCycle, status) => {
          fc.pre(!ends.includes(lifeCycle ?? '') && status !== 'TERMINATED');
          expect(hasEnded(of({ lifeCycle, status, result: 'SUCCESS' }))).toBe(false);
        },
      ),
    );
  });
});

describe('how a run has ended', () => {
  const byResult: [string, Outcome][] = [
    ['SUCCESS', 'succeeded'],
    ['SUCCESS_WITH_FAILURES', 'partial'],
    ['FAILED', 'failed'],
    ['TIMEDOUT', 'timedOut'],
    ['CANCELED', 'canceled'],
    ['MAXIMUM_CONCURRENT_RUNS_REACHED', 'skipped'],
    ['EXCLUDED', 'skipped'],
    ['DISABLED', 'skipped'],
    ['UPSTREAM_FAILED', 'failed'],
    ['UPSTREAM_CANCELED', 'canceled'],
  ];

  test.each(byResult)('result %s: %s', (result, outcome) => {
    expect(outcomeOf(of({ lifeCycle: 'TERMINATED', result }))).toBe(outcome);
  });

  test.each(byResult)('result %s says more than any termination code', (result, outcome) => {
    for (const terminationCode of ['SUCCESS', 'CANCELED', 'RUN_EXECUTION_ERROR']) {
      expect(outcomeOf(of({ lifeCycle: 'TERMINATED', status: 'TERMINATED', result, terminationCode }))).toBe(outcome);
    }
  });

  const byCode: [string, Outcome][] = [
    ['SUCCESS', 'succeeded'],
    ['SUCCESS_WITH_FAILURES', 'partial'],
    ['USER_CANCELED', 'canceled'],
    ['CANCELED', 'canceled'],
    ['SKIPPED', 'skipped'],
    ['DISABLED', 'skipped'],
    ['MAX_CONCURRENT_RUNS_EXCEEDED', 'skipped'],
    ['MAX_JOB_QUEUE_SIZE_EXCEEDED', 'skipped'],
    ['INTERNAL_ERROR', 'failed'],
    ['DRIVER_ERROR', 'failed'],
    ['CLUSTER_ERROR', 'failed'],
    ['REPOSITORY_CHECKOUT_FAILED', 'failed'],
    ['INVALID_CLUSTER_REQUEST', 'failed'],
    ['WORKSPACE_RUN_LIMIT_EXCEEDED', 'failed'],
    ['FEATURE_DISABLED', 'failed'],
    ['CLUSTER_REQUEST_LIMIT_EXCEEDED', 'failed'],
    ['STORAGE_ACCESS_ERROR', 'failed'],
    ['RUN_EXECUTION_ERROR', 'failed'],
    ['UNAUTHORIZED_ERROR', 'failed'],
    ['LIBRARY_INSTALLATION_ERROR', 'failed'],
    ['MAX_SPARK_CONTEXTS_EXCEEDED', 'failed'],
    ['RESOURCE_NOT_FOUND', 'failed'],
    ['INVALID_RUN_CONFIGURATION', 'failed'],
    ['CLOUD_FAILURE', 'failed'],
    ['BREAKING_CHANGE', 'failed'],
    ['CLUSTER_TERMINATED_BY_USER', 'failed'],
    ['BUDGET_POLICY_LIMIT_EXCEEDED', 'failed'],
  ];

  test.each(byCode)('without a result, termination code %s: %s', (terminationCode, outcome) => {
    expect(outcomeOf(of({ status: 'TERMINATED', terminationCode }))).toBe(outcome);
  });

  test('a run that was skipped has no result', () => {
    expect(outcomeOf(of({ lifeCycle: 'SKIPPED' }))).toBe('skipped');
    expect(outcomeOf(of({ lifeCycle: 'SKIPPED', terminationCode: 'INTERNAL_ERROR' }))).toBe('skipped');
  });

  test('a failed run may have ended as an internal error', () => {
    expect(outcomeOf(of({ lifeCycle: 'INTERNAL_ERROR', result: 'FAILED', status: 'TERMINATED' }))).toBe('failed');
    expect(outcomeOf(of({ lifeCycle: 'INTERNAL_ERROR', result: 'CANCELED' }))).toBe('canceled');
    expect(outcomeOf(of({ lifeCycle: 'INTERNAL_ERROR' }))).toBe('failed');
  });

  test.each(['SUCCESS', 'SUCCESS_WITH_FAILURES'])(
    'an internal error is no success, although its tasks came to %s',
    (word) => {
      expect(outcomeOf(of({ lifeCycle: 'INTERNAL_ERROR', result: word }))).toBe('failed');
      expect(outcomeOf(of({ lifeCycle: 'INTERNAL_ERROR', terminationCode: word }))).toBe('failed');
    },
  );

  test('a word that nobody knows is no success, and neither is none', () => {
    const known = [...byResult, ...byCode].map(([word]) => word);
    fc.assert(
      fc.property(anyWord(), anyWord(), (result, terminationCode) => {
        fc.pre(!known.includes(result));
        expect(outcomeOf(of({ lifeCycle: 'TERMINATED', result, terminationCode }))).toBe('failed');
      }),
    );
    expect(outcomeOf(of({ lifeCycle: 'TERMINATED' }))).toBe('failed');
  });

  test('what counts as not having ended well: all but succeeded and partial', () => {
    expect(OUTCOMES.filter((outcome) => !DEFAULT_FAIL_ON.includes(outcome))).toEqual(['succeeded', 'partial']);
  });
});

/** The names of what every object has are words, too. */
function anyWord() {
  return fc.oneof(
    fc.string(),
    fc.constantFrom('constructor', '__proto__', 'toString', 'success', 'TERMINATED', 'SUCCESS', 'FOO'),
  );
}
