import fc from 'fast-check';
import { phasesOf } from '../../../src/domain/explain/phases';
import { at, attempt, FAILED, going, MINUTE, runOf, START } from './made-up';

const minutesOf = (times: Parameters<typeof phasesOf>[0], now = at(1000)) =>
  Object.fromEntries(Object.entries(phasesOf(times, now)).map(([name, ms]) => [name, ms / MINUTE]));
const NOTHING = { whole: 0, queued: 0, setup: 0, running: 0, cleanup: 0, idle: 0 };

describe('the time of a run', () => {
  test('is spent on what its only task does', () => {
    expect(minutesOf(runOf([attempt('a', 0, [4, 60, 1])]))).toEqual({
      ...NOTHING,
      whole: 65,
      setup: 4,
      running: 60,
      cleanup: 1,
    });
  });

  test('counts as work as long as any task works, and is counted once', () => {
    const times = runOf([attempt('a', 0, [1, 10]), attempt('b', 0, [5, 10]), attempt('c', 3, [20, 1, 2])]);
    expect(minutesOf(times)).toEqual({ ...NOTHING, whole: 26, setup: 1 + 8, running: 14 + 1, cleanup: 2 });
  });

  test('has the queue at its beginning', () => {
    const times = runOf([attempt('a', 5, [1, 10])], { queueMs: 5 * MINUTE });
    expect(minutesOf(times)).toEqual({ ...NOTHING, whole: 16, queued: 5, setup: 1, running: 10 });
  });

  test('has the queue before its beginning where Databricks counts from the end of the queue', () => {
    const times = runOf([attempt('a', 0, [1, 10])], { queueMs: 5 * MINUTE });
    expect(minutesOf(times)).toEqual({ ...NOTHING, whole: 16, queued: 5, setup: 1, running: 10 });
  });

  test('is idle between two attempts, and before a repair', () => {
    const first = attempt('a', 0, [1, 2], { state: FAILED });
    const times = runOf([first, attempt('a', 63, [1, 2], { attempt: 1 })]);
    expect(minutesOf(times)).toEqual({ ...NOTHING, whole: 66, setup: 2, running: 4, idle: 60 });
  });

  test('goes on until now while the run does', () => {
    const pending = attempt('a', 0, [0, 0], { state: going('PENDING'), endedAt: undefined });
    const running = attempt('b', 0, [2, 0], { state: going('RUNNING'), endedAt: undefined });
    const open = { state: going('RUNNING'), endedAt: undefined };
    expect(minutesOf(runOf([pending], open), at(7))).toEqual({ ...NOTHING, whole: 7, setup: 7 });
    expect(minutesOf(runOf([pending, running], open), at(7))).toEqual({ ...NOTHING, whole: 7, setup: 2, running: 5 });
  });

  test('is all queue while the run waits in it', () => {
    const times = runOf([], { state: going('QUEUED'), endedAt: undefined });
    expect(minutesOf(times, at(9))).toEqual({ ...NOTHING, whole: 9, queued: 9 });
  });

  test('of an attempt that never came to work is one of machines that did not come', () => {
    const times = runOf([attempt('a', 0, [0, 0], { state: FAILED, endedAt: at(20) })]);
    expect(minutesOf(times)).toEqual({ ...NOTHING, whole: 20, setup: 20 });
  });

  test('of an attempt that succeeded is work, also where nobody has measured it', () => {
    const times = runOf([attempt('a', 0, [0, 0], { endedAt: at(20) })]);
    expect(minutesOf(times)).toEqual({ ...NOTHING, whole: 20, running: 20 });
  });

  test('of a task that needs no machines is work', () => {
    const times = runOf([attempt('a', 0, [0, 0], { kind: 'run_job_task', endedAt: at(20) })]);
    expect(minutesOf(times)).toEqual({ ...NOTHING, whole: 20, running: 20 });
  });

  test('is its own where it has no tasks', () => {
    const own = { setupMs: MINUTE, executionMs: 3 * MINUTE, cleanupMs: MINUTE, endedAt: at(5) };
    expect(minutesOf(runOf([], own))).toEqual({ ...NOTHING, whole: 5, setup: 1, running: 3, cleanup: 1 });
    expect(minutesOf(runOf([], { endedAt: at(5) }))).toEqual({ ...NOTHING, whole: 5, idle: 5 });
  });

  test('is nothing of a run that never began', () => {
    expect(minutesOf(runOf([], { startedAt: undefined, endedAt: undefined }))).toEqual(NOTHING);
  });

  test('is never lost and never counted twice, whatever Databricks says', () => {
    const ms = fc.option(fc.nat(10_000_000), { nil: undefined });
    const time = fc.option(fc.integer({ min: START - 10_000_000, max: START + 50_000_000 }), { nil: undefined });
    const word = fc.constantFrom(
      'QUEUED',
      'PENDING',
      'RUNNING',
      'TERMINATING',
      'TERMINATED',
      'WAITING_FOR_RETRY',
      'NEW',
    );
    const times = { startedAt: time, endedAt: time, queueMs: ms, setupMs: ms, executionMs: ms, cleanupMs: ms };
    const anyAttempt = fc.record({
      ...times,
      state: word.map(going),
      kind: fc.constantFrom('notebook_task', 'run_job_task'),
    });
    fc.assert(
      fc.property(
        fc.record({ ...times, state: word.map(going) }),
        fc.array(anyAttempt, { maxLength: 8 }),
        (own, others) => {
          const attempts = others.map((other, index) => ({ ...attempt(`t${index % 3}`, 0, [0, 0]), ...other }));
          const { whole, ...parts } = phasesOf(runOf(attempts, own), START + 20_000_000);
          for (const part of Object.values(parts)) expect(part).toBeGreaterThanOrEqual(0);
          expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(whole);
        },
      ),
    );
  });
});
