import fc from 'fast-check';
import { FAILURE_CLASSES, type FailureClass } from '../../../src/domain/failures/failure-class';
import { mayRetry } from '../../../src/domain/failures/retry-policy';
import { OUTCOMES, type Outcome } from '../../../src/domain/outcome';

const of = (...classes: FailureClass[]) => classes.map((each) => ({ class: each }));
const ON: FailureClass[] = ['cloud', 'capacity'];

describe('mayRetry', () => {
  test.each<[Outcome, FailureClass[], boolean]>([
    ['failed', ['cloud'], true],
    ['failed', ['cloud', 'capacity', 'cloud'], true],
    ['failed', ['cloud', 'userCode'], false],
    ['failed', ['unknown'], false],
    ['failed', [], false],
    ['skipped', ['capacity'], true],
    ['timedOut', ['timeout'], false],
    ['partial', ['cloud'], true],
    ['canceled', ['cloud'], false],
    ['succeeded', ['cloud'], false],
    ['rejected', ['cloud'], false],
    ['unknown', ['cloud'], false],
  ])(
    'of a run that is %s with failures of %j, where cloud and capacity are asked for, says %s',
    (outcome, classes, expected) => {
      expect(mayRetry({ outcome, failures: of(...classes), on: ON })).toBe(expected);
    },
  );

  test('retries the code of the user if that is asked for', () => {
    expect(mayRetry({ outcome: 'failed', failures: of('userCode'), on: ['userCode'] })).toBe(true);
    expect(mayRetry({ outcome: 'timedOut', failures: of('timeout'), on: ['timeout'] })).toBe(true);
  });

  test('never retries where nothing is asked for, and one more failure never makes a retry likelier', () => {
    const anyClass = fc.constantFrom(...FAILURE_CLASSES);
    fc.assert(
      fc.property(
        fc.constantFrom(...OUTCOMES),
        fc.array(anyClass, { minLength: 1 }),
        fc.array(anyClass),
        anyClass,
        (outcome, classes, on, more) => {
          expect(mayRetry({ outcome, failures: of(...classes), on: [] })).toBe(false);
          if (mayRetry({ outcome, failures: of(...classes, more), on }))
            expect(mayRetry({ outcome, failures: of(...classes), on })).toBe(true);
        },
      ),
    );
  });
});
