import fc from 'fast-check';
import type { SubmitResult } from '../../src/contract/runs/orchestration/activity-io';
import { OUTCOMES, type ReportedOutcome } from '../../src/domain/outcome';
import type { Phase } from '../../src/domain/phase';
import { afterCheck } from '../../src/orchestration/advance/after-check';
import { afterCollect } from '../../src/orchestration/advance/after-collect';
import { afterRecord } from '../../src/orchestration/advance/after-record';
import { afterSubmit } from '../../src/orchestration/advance/after-submit';
import type { Crashed } from '../../src/orchestration/advance/failing';
import { progressOf, resultOf } from '../../src/orchestration/progress';
import { resume } from '../../src/orchestration/run-state';
import { COLLECTED, CRASHED, DENIED, ENDED, GOING, UNAVAILABLE } from './made-up-answers';

const MINUTE = 60_000;
const START = Date.parse('2026-01-01T00:00:00Z');
const DEADLINE = START + 60 * MINUTE;

const REPORTED: readonly ReportedOutcome[] = ['succeeded', 'partial', 'failed', 'timedOut', 'canceled', 'skipped'];

const wait = fc.option(fc.integer({ min: 0, max: 60 * MINUTE }), { nil: null });
const unavailable = wait.map((retryAfterMs) => ({ ...UNAVAILABLE, retryAfterMs }));
const answers = {
  submit: fc.oneof(
    fc
      .tuple(unavailable, fc.boolean())
      .map(([answer, mayHaveStarted]) => ({ ...answer, mayHaveStarted, triedAt: 'T' })),
    fc.constantFrom<SubmitResult | Crashed>(CRASHED, { kind: 'started', runId: '77' }),
  ),
  check: fc.oneof(
    unavailable,
    fc
      .record({
        cancelRequested: fc.boolean(),
        phase: fc.constantFrom<Phase>('queued', 'pending', 'running', 'ending'),
        queueSeconds: fc.option(fc.double({ min: 0, max: 3600, noNaN: true }), { nil: null }),
        usualMs: fc.option(fc.integer({ min: 0, max: 120 * MINUTE }), { nil: null }),
      })
      .map((more) => ({ ...GOING, ...more })),
    fc.constantFrom(CRASHED, DENIED),
    { weight: 1, arbitrary: fc.constantFrom(...REPORTED).map((outcome) => ({ ...ENDED, outcome })) },
  ),
  collect: fc.oneof(unavailable, fc.constantFrom(CRASHED, COLLECTED)),
  record: fc.constantFrom<{ kind: 'recorded' } | Crashed>(CRASHED, { kind: 'recorded' }),
};
/** A longest wait that Databricks may ask for, after each of which something more may be waited for. */
const SLACK = 4 * 60 * MINUTE;

test('it comes to an end soon after its deadline, goes forward only, and can be told at any time', () => {
  const script = fc.record({
    submit: fc.array(answers.submit, { minLength: 1, maxLength: 8 }),
    check: fc.array(answers.check, { minLength: 1, maxLength: 30 }),
    collect: fc.array(answers.collect, { minLength: 1, maxLength: 8 }),
    record: fc.array(answers.record, { minLength: 1, maxLength: 8 }),
  });
  fc.assert(
    fc.property(script, ({ submit, check, collect, record }) => {
      const nth = <T>(list: T[], steps: number) => list[steps % list.length] as T;
      let state = resume({ request: '{}', timeoutSeconds: 3600 }, 'run-1', START, () => 'nonce');
      let now = START;
      for (let steps = 0; state.step !== 'done'; steps++) {
        expect(state.nextAt).toBeGreaterThanOrEqual(now);
        expect(Number.isInteger(state.nextAt)).toBe(true);
        now = state.nextAt;
        expect(progressOf(state).expectedEndAt ?? new Date(now).toISOString()).toMatch(/^\d{4}-.*Z$/);
        expect(now).toBeLessThan(DEADLINE + 30 * MINUTE + SLACK);
        if (state.step === 'submit') state = afterSubmit(state, nth(submit, steps), now);
        else if (state.step === 'check') state = afterCheck(state, nth(check, steps), now);
        else if (state.step === 'collect') state = afterCollect(state, nth(collect, steps), now);
        else state = afterRecord(state, nth(record, steps), now);
      }
      expect(OUTCOMES).toContain(resultOf(state).outcome);
    }),
    { numRuns: 300 },
  );
});
