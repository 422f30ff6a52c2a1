import { afterCheck } from '../../src/orchestration/advance/after-check';
import { expectedEnd } from '../../src/orchestration/expected-end';
import { progressOf, resultOf } from '../../src/orchestration/progress';
import { type RunState, resume } from '../../src/orchestration/run-state';
import { DENIED, ENDED, GOING } from './made-up-answers';

const START = Date.parse('2026-01-01T00:00:00Z');
const HOUR = 3_600_000;
const STARTED: RunState = {
  ...resume({ request: '{}' }, 'run-1', START, () => 'nonce'),
  step: 'check',
  runStartedAt: START,
};

const look = (state: RunState, more: object) => afterCheck(state, { ...GOING, ...more }, START + 60_000);
const usual = look(STARTED, { usualMs: HOUR });

test('it is known once it is told how long such runs take, and for as long as the run goes on', () => {
  expect(expectedEnd(STARTED)).toBeNull();
  expect(expectedEnd(look(STARTED, { usualMs: null }))).toBeNull();
  expect(expectedEnd(usual)).toBe(START + HOUR);
  expect(expectedEnd(look(usual, {}))).toBe(START + HOUR);
  expect(progressOf(usual).expectedEndAt).toBe('2026-01-01T01:00:00.000Z');
  expect(expectedEnd(afterCheck(usual, ENDED, START + HOUR))).toBeNull();
});

test('the time in the queue comes on top, and nobody knows it while it lasts', () => {
  expect(expectedEnd(look(STARTED, { usualMs: HOUR, phase: 'queued', queueSeconds: 60 }))).toBeNull();
  expect(expectedEnd(look(STARTED, { usualMs: HOUR, queueSeconds: 90.0004 }))).toBe(START + HOUR + 90_000);
});

test.each<[string, Partial<RunState>]>([
  ['cancelled', { cancelSeenAt: START }],
  ['stopped', { stoppingSince: START }],
  ['repaired', { repair: { tasks: null, dependents: false } }],
  ['not started again yet', { runStartedAt: null }],
])('nobody knows it of a run that is %s', (_, more) => {
  expect(expectedEnd({ ...usual, ...more })).toBeNull();
  expect(progressOf({ ...usual, ...more })).not.toHaveProperty('expectedEndAt');
});

test('a look lands close to it', () => {
  const near = afterCheck(usual, GOING, START + HOUR - 4_000);
  expect(near.nextAt).toBe(START + HOUR - 2_000);
  expect(afterCheck({ ...usual, usualMs: null }, GOING, START + HOUR - 4_000).nextAt).toBe(START + HOUR + 26_000);
});

test('what was true for a moment is no part of an end that nobody saw', () => {
  const busy = look(usual, { run: { ...GOING.run, currentTasks: ['main'], queueReason: 'full' } });
  expect(busy.run).toHaveProperty('currentTasks');
  const lost = afterCheck({ ...busy, deniedSince: START }, DENIED, START + HOUR);
  expect(resultOf(lost).run).toEqual(GOING.run);
});
