import fc from 'fast-check';
import { phaseOf } from '../../src/domain/phase';

const of = (state: object) => phaseOf({ message: '', ...state });

test.each([
  ['QUEUED', 'queued'],
  ['PENDING', 'pending'],
  ['BLOCKED', 'pending'],
  ['WAITING_FOR_RETRY', 'running'],
  ['RUNNING', 'running'],
  ['TERMINATING', 'ending'],
  ['TERMINATED', 'ended'],
  ['SKIPPED', 'ended'],
  ['INTERNAL_ERROR', 'ended'],
])('life cycle %s: %s', (lifeCycle, phase) => {
  expect(of({ lifeCycle })).toBe(phase);
  expect(of({ lifeCycle, status: lifeCycle })).toBe(phase);
});

test.each([
  ['QUEUED', 'queued'],
  ['PENDING', 'pending'],
  ['BLOCKED', 'pending'],
  ['WAITING', 'pending'],
  ['RUNNING', 'running'],
  ['TERMINATING', 'ending'],
  ['TERMINATED', 'ended'],
])('without a life cycle, status %s: %s', (status, phase) => {
  expect(of({ status })).toBe(phase);
});

test('a run that the status calls terminated has ended, whatever its life cycle says', () => {
  expect(of({ lifeCycle: 'RUNNING', status: 'TERMINATED' })).toBe('ended');
});

test('a run in a state that nobody knows goes on', () => {
  const known =
    /^(QUEUED|PENDING|BLOCKED|WAITING|WAITING_FOR_RETRY|RUNNING|TERMINATING|TERMINATED|SKIPPED|INTERNAL_ERROR)$/;
  const word = fc.oneof(fc.string(), fc.constantFrom('constructor', '__proto__', 'toString'));
  fc.assert(
    fc.property(word, (lifeCycle) => {
      fc.pre(!known.test(lifeCycle));
      expect(of({ lifeCycle })).toBe('running');
    }),
  );
  expect(of({})).toBe('running');
});
