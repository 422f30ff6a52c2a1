import type { CheckResult, SubmitResult } from '../../src/contract/runs/orchestration/activity-io';
import { DEFAULT_FAIL_ON } from '../../src/domain/outcome';
import { afterCheck } from '../../src/orchestration/advance/after-check';
import { afterCollect } from '../../src/orchestration/advance/after-collect';
import { afterRecord } from '../../src/orchestration/advance/after-record';
import { afterSubmit } from '../../src/orchestration/advance/after-submit';
import type { Crashed } from '../../src/orchestration/advance/failing';
import { resultOf } from '../../src/orchestration/progress';
import { type RunState, resume } from '../../src/orchestration/run-state';
import { CANCELED, COLLECTED, CRASHED, DENIED, ENDED, GOING, RUN, UNAVAILABLE } from './made-up-answers';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const START = Date.parse('2026-01-01T00:00:00Z');
const DEADLINE = START + 60 * MINUTE;

const first = (more: Partial<RunState> = {}): RunState => ({
  ...resume({ request: '{}', timeoutSeconds: 3600 }, 'run-1', START, () => 'nonce'),
  ...more,
});
const started = (more: Partial<RunState> = {}) => first({ step: 'check', run: RUN, runStartedAt: START, ...more });

const at = (minutes: number) => START + minutes * MINUTE;
const in_ = (state: RunState, now: number) => (state.nextAt - now) / SECOND;

describe('after a try to start', () => {
  const tried = { mayHaveStarted: false, triedAt: 'T' };
  const ends = (outcome: string, code: string) => ({ step: 'record', phase: 'ended', ending: { outcome, code } });

  test.each<[string, Partial<RunState>, SubmitResult | Crashed, number, object]>([
    [
      'it is looked at at once',
      {},
      { kind: 'started', runId: '77' },
      1,
      { step: 'check', runStartedAt: at(1), nextAt: at(1) },
    ],
    [
      'a refusal is the end',
      {},
      { kind: 'rejected', code: 'jobNotFound', message: 'no', mayHaveStarted: false },
      1,
      ends('rejected', 'jobNotFound'),
    ],
    [
      'a late refusal leaves a doubt',
      {},
      { kind: 'rejected', code: 'jobNotFound', message: 'no', mayHaveStarted: true },
      1,
      ends('unknown', 'jobNotFound'),
    ],
    ['a cancel is the end', {}, { kind: 'canceled' }, 1, ends('canceled', 'canceledBeforeStart')],
    ['the time may be up', {}, { kind: 'tooLate' }, 60, ends('timedOut', 'timeoutBeforeStart')],
    [
      'the time may be up for want of Databricks',
      { failing: { tries: 9, since: START, message: 'x' }, harmlessTryAt: 'T' },
      { kind: 'tooLate' },
      60,
      ends('rejected', 'databricksUnavailable'),
    ],
    [
      'the time may be up after crashes that have started nothing',
      { failing: { tries: 9, since: START, message: 'x' }, mayHaveStarted: true },
      { kind: 'tooLate' },
      60,
      ends('timedOut', 'timeoutBeforeStart'),
    ],
    [
      'nor does a crash cast doubt on what Databricks did not take',
      { failing: { tries: 9, since: START, message: 'x' }, mayHaveStarted: true, harmlessTryAt: 'T' },
      { kind: 'tooLate' },
      60,
      ends('rejected', 'databricksUnavailable'),
    ],
    [
      'it is tried again',
      {},
      { ...UNAVAILABLE, ...tried },
      1,
      { step: 'submit', harmlessTryAt: 'T', mayHaveStarted: false, nextAt: at(1) + 2 * SECOND },
    ],
    [
      'it is tried again when it may',
      {},
      { ...UNAVAILABLE, ...tried, retryAfterMs: 90 * SECOND },
      1,
      { step: 'submit', nextAt: at(2.5) },
    ],
    [
      'it is tried again in time',
      {},
      { ...UNAVAILABLE, ...tried, retryAfterMs: 90 * MINUTE },
      1,
      { step: 'submit', nextAt: DEADLINE },
    ],
    [
      'what may have got through is remembered',
      {},
      { ...UNAVAILABLE, triedAt: 'T', mayHaveStarted: true },
      1,
      { step: 'submit', harmlessTryAt: null, mayHaveStarted: true },
    ],
    [
      'a crash may have got through',
      { harmlessTryAt: 'S' },
      CRASHED,
      1,
      { step: 'submit', harmlessTryAt: 'S', mayHaveStarted: true },
    ],
    ['at the deadline it is over', {}, { ...UNAVAILABLE, ...tried }, 60, ends('rejected', 'databricksUnavailable')],
    [
      'at the deadline nobody knows',
      {},
      { ...UNAVAILABLE, triedAt: 'T', mayHaveStarted: true },
      60,
      ends('unknown', 'startUnconfirmed'),
    ],
    ['at the deadline nobody knows of a crash', {}, CRASHED, 60, ends('unknown', 'startUnconfirmed')],
  ])('%s', (_, state, result, minutes, expected) => {
    expect(afterSubmit(first(state), result, at(minutes))).toMatchObject(expected);
  });
});

describe('after a look', () => {
  const stopping = { stoppingSince: at(60) };

  test.each<[string, Partial<RunState>, CheckResult | Crashed, number, object]>([
    [
      'the end is collected at once',
      {},
      ENDED,
      9,
      { step: 'collect', phase: 'ended', ending: { outcome: 'succeeded', code: null }, nextAt: at(9) },
    ],
    [
      'the end of troubles is the end of their count',
      { failing: { tries: 3, since: START, message: 'x' }, deniedSince: START },
      GOING,
      9,
      { failing: null, deniedSince: null },
    ],
    ['an outage is tolerated', {}, UNAVAILABLE, 59, { step: 'check', failing: { tries: 1 } }],
    ['a crash is tolerated', {}, CRASHED, 59, { step: 'check', failing: { tries: 1, message: 'boom' } }],
    ['a refusal is tolerated', {}, DENIED, 9, { step: 'check', deniedSince: at(9) }],
    [
      'a refusal is tolerated for ten minutes',
      { deniedSince: at(9) },
      DENIED,
      18.9,
      { step: 'check', deniedSince: at(9) },
    ],
    [
      'but no longer',
      { deniedSince: at(9) },
      DENIED,
      19,
      { step: 'record', ending: { outcome: 'unknown', code: 'databricksForbidden' } },
    ],
    ['an outage begins the ten minutes anew', { deniedSince: at(9) }, UNAVAILABLE, 18, { deniedSince: null }],
    [
      'when its time is up it is stopped at once',
      {},
      GOING,
      60,
      { step: 'check', stoppingSince: at(60), nextAt: at(60) },
    ],
    ['also in an outage', {}, UNAVAILABLE, 60, { step: 'check', stoppingSince: at(60), nextAt: at(60) }],
    [
      'what is being stopped is looked at each five seconds',
      stopping,
      GOING,
      61,
      { step: 'check', nextAt: at(61) + 5 * SECOND },
    ],
    [
      'for ten minutes',
      stopping,
      GOING,
      70,
      { step: 'record', ending: { outcome: 'timedOut', code: 'cancelUnconfirmed' } },
    ],
    [
      'a run that we have stopped has timed out',
      stopping,
      CANCELED,
      61,
      { ending: { outcome: 'timedOut', code: 'timeoutReached' } },
    ],
    [
      'unless somebody had cancelled it before',
      { ...stopping, cancelSeenAt: at(59) },
      CANCELED,
      61,
      { ending: { outcome: 'canceled', code: 'runCanceled' } },
    ],
    ['a run that was faster than its stop is what it is', stopping, ENDED, 61, { ending: { outcome: 'succeeded' } }],
    [
      'a cancel that Databricks does not take is trouble',
      { failing: { tries: 3, since: START, message: 'x' }, deniedSince: START },
      { ...GOING, cancelRequested: true, cancelProblem: 'no' },
      9,
      { step: 'check', cancelSeenAt: at(9), failing: { tries: 4, since: START, message: 'no' }, deniedSince: null },
    ],
    [
      'a stop that Databricks never takes ends with its reason',
      stopping,
      { ...GOING, cancelProblem: 'no rights' },
      70,
      {
        ending: {
          code: 'cancelUnconfirmed',
          message: expect.stringMatching(/may go on. What stood in the way last: no rights$/),
        },
      },
    ],
    ['a cancel is remembered', {}, { ...GOING, cancelRequested: true }, 9, { cancelSeenAt: at(9) }],
    [
      'from its first sight on',
      { cancelSeenAt: at(3) },
      { ...GOING, cancelRequested: true },
      9,
      { cancelSeenAt: at(3) },
    ],
  ])('%s', (_, state, result, minutes, expected) => {
    expect(afterCheck(started(state), result, at(minutes))).toMatchObject(expected);
  });

  test('with onTimeout detach, it is left alone when its time is up', () => {
    const state = started({
      policy: { ...first().policy, pollMs: null, onTimeout: 'detach', failOn: DEFAULT_FAIL_ON },
    });
    expect(afterCheck(state, GOING, DEADLINE - 1).step).toBe('check');
    expect(afterCheck(state, GOING, DEADLINE)).toMatchObject({ step: 'record', ending: { code: 'detached' } });
  });

  test('a run that is about to end is looked at soon, whatever the request wishes', () => {
    const state = started({ policy: { ...first().policy, pollMs: 10 * MINUTE } });
    expect(in_(afterCheck(state, { ...GOING, phase: 'ending' }, at(9)), at(9))).toBe(5);
  });

  test('the next one comes as the request wishes, and sooner when somebody cancels', () => {
    const state = started({ policy: { ...first().policy, pollMs: 10 * MINUTE, onTimeout: 'cancel', failOn: [] } });
    expect(in_(afterCheck(state, GOING, at(9)), at(9))).toBe(600);
    expect(in_(afterCheck(state, { ...GOING, cancelRequested: true }, at(9)), at(9))).toBe(2);
    expect(in_(afterCheck(state, GOING, at(55)), at(55))).toBe(300);
  });

  test('the next one comes when Databricks allows it', () => {
    const answer = { ...UNAVAILABLE, retryAfterMs: 4 * MINUTE };
    expect(in_(afterCheck(started(), answer, at(1)), at(1))).toBe(240);
    expect(in_(afterCheck(started(stopping), answer, at(61)), at(61))).toBe(240);
  });

  test('the last look at what is being stopped comes in time, whatever Databricks allows', () => {
    const answer = { ...UNAVAILABLE, retryAfterMs: 60 * MINUTE };
    const last = afterCheck(started(stopping), answer, at(61));
    expect(last).toMatchObject({ step: 'check', nextAt: at(70) });
    expect(afterCheck(last, answer, last.nextAt)).toMatchObject({ ending: { code: 'cancelUnconfirmed' } });
  });
});

describe('after the end', () => {
  const ended = (more: Partial<RunState> = {}) => afterCheck(started(more), ENDED, at(9));

  test.each<[string, typeof UNAVAILABLE | Crashed]>([
    ['an outage', UNAVAILABLE],
    ['a crash', CRASHED],
  ])('the output is asked for again for ten minutes after %s', (_, result) => {
    const again = afterCollect(ended(), result, at(9));
    expect(again).toMatchObject({ step: 'collect', nextAt: at(9) + 2 * SECOND });
    expect(afterCollect(again, result, at(18.9)).step).toBe('collect');
    const over = afterCollect(again, result, at(19));
    expect(over).toMatchObject({ step: 'record', collected: { outputProblem: result.message } });
    expect(resultOf(over)).toMatchObject({ outcome: 'succeeded', endedAt: '2026-01-01T00:09:00.000Z' });
  });

  test('the last try to get the output comes in time, whatever Databricks allows', () => {
    const answer = { ...UNAVAILABLE, retryAfterMs: 60 * MINUTE };
    const last = afterCollect(ended(), answer, at(10));
    expect(last).toMatchObject({ step: 'collect', nextAt: at(20) });
    expect(afterCollect(last, answer, last.nextAt).step).toBe('record');
  });

  test('the output is part of the result', () => {
    const collected = afterCollect(ended(), COLLECTED, at(10));
    expect(collected).toMatchObject({ step: 'record', nextAt: at(10) });
    expect(collected.collected).not.toHaveProperty('kind');
    expect(resultOf(collected)).toMatchObject({ output: 42, endedAt: '2026-01-01T00:09:00.000Z' });
  });

  test('it is written down, or not for want of a storage', () => {
    const collected = afterCollect(ended(), COLLECTED, at(10));
    expect(afterRecord(collected, { kind: 'recorded' }, at(10)).step).toBe('done');
    const again = afterRecord(collected, CRASHED, at(10));
    expect(again).toMatchObject({ step: 'record', nextAt: at(10) + 2 * SECOND });
    expect(afterRecord(again, CRASHED, at(20) - SECOND).nextAt).toBe(at(20));
    expect(afterRecord(again, CRASHED, at(20)).step).toBe('done');
  });
});
