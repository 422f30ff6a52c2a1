import fc from 'fast-check';
import { type Failure, failureOfRun, failureOfTask, shortFailures } from '../../../src/domain/failures/failure';
import { classOfAll, FAILURE_CLASSES, type FailureClass } from '../../../src/domain/failures/failure-class';
import type { Run, TaskRun } from '../../../src/domain/run';

const RUN: Run = { id: '1', jobId: '2', name: '', pageUrl: 'https://x/1', state: { message: '' }, tasks: [] };
const TASK: TaskRun = { key: 'load', id: '3', kind: 'notebook_task', pageUrl: '', state: { message: '' } };

const ofClass = (each: FailureClass, index: number): Failure => ({
  taskKey: `t${index}`,
  code: 'FAILED',
  type: null,
  class: each,
  message: 'm',
  trace: null,
  runPageUrl: null,
  hint: null,
});
const classesIn = (failures: readonly Failure[]) => new Set(failures.map((failure) => failure.class));

describe('a failure', () => {
  test('of a task has its class and hint from the error that the task told', () => {
    const state = {
      terminationCode: 'RUN_EXECUTION_ERROR',
      terminationType: 'CLIENT_ERROR',
      message: 'Workload failed',
    };
    const failure = failureOfTask({ ...TASK, state }, { error: 'CLOUD_PROVIDER_RESOURCE_STOCKOUT' });
    expect(failure).toMatchObject({ taskKey: 'load', class: 'capacity', hint: expect.stringMatching(/no machines/) });
  });

  test('of a run that was stopped at the time limit of the request is a timeout, and no cancel', () => {
    const state = { result: 'CANCELED', terminationCode: 'USER_CANCELED', message: '' };
    expect(failureOfRun({ ...RUN, state }, 'timedOut').class).toBe('timeout');
    expect(failureOfRun({ ...RUN, state }, 'canceled').class).toBe('canceled');
  });

  test('of a run that was skipped because of others is one of capacity', () => {
    const state = { lifeCycle: 'SKIPPED', terminationCode: 'MAX_CONCURRENT_RUNS_EXCEEDED', message: '' };
    expect(failureOfRun({ ...RUN, state }, 'skipped')).toMatchObject({ taskKey: null, class: 'capacity' });
  });
});

describe('shortFailures', () => {
  test('leaves out none of a class for more of another, and keeps their order', () => {
    const classes: FailureClass[] = [...Array<FailureClass>(7).fill('cloud'), 'userCode', 'cloud', 'capacity'];
    const { failures, failuresOmitted } = shortFailures(classes.map(ofClass));
    expect(failures.map(({ taskKey }) => taskKey)).toEqual(['t0', 't1', 't2', 't7', 't9']);
    expect(failuresOmitted).toBe(5);
  });

  test('keeps the first failure, as many as it may, and up to five classes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...FAILURE_CLASSES), { maxLength: 30 }), (classes) => {
        const all = classes.map(ofClass);
        const { failures, failuresOmitted } = shortFailures(all);
        expect(failures.length).toBe(Math.min(all.length, 5));
        expect(failures.length + failuresOmitted).toBe(all.length);
        expect(failures[0]).toEqual(all[0]);
        expect(classesIn(failures).size).toBe(Math.min(classesIn(all).size, 5));
      }),
    );
  });
});

describe('the class of several failures', () => {
  test('is that of what does not mend itself', () => {
    expect(classOfAll([ofClass('cloud', 0), ofClass('userCode', 1), ofClass('capacity', 2)])).toBe('userCode');
    expect(classOfAll([ofClass('unknown', 0), ofClass('capacity', 1)])).toBe('capacity');
    expect(classOfAll([])).toBeUndefined();
  });

  test('is one of theirs, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...FAILURE_CLASSES), { minLength: 1 }), (classes) => {
        const all = classes.map(ofClass);
        expect(classes).toContain(classOfAll(all));
        expect(classOfAll(all.toReversed())).toBe(classOfAll(all));
      }),
    );
  });
});
