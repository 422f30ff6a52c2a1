import type { TypedData } from '../../../local/host/functions-core';
import { runOnSchedule, timerFunctions } from '../../../local/host/timer-trigger';
import { StartupError } from '../../../local/startup-error';
import { VirtualClock } from '../../support/virtual-clock';

const MINUTE = 60_000;

function timersOf(binding: object, env: NodeJS.ProcessEnv = {}) {
  const bindings = { client: { type: 'durableClient' }, timer: { type: 'timerTrigger', ...binding } };
  return timerFunctions([{ name: 'nightly', bindings, callback: () => {} }], env);
}

/** A timer under the virtual clock; each call of it stays open until it is let go. */
function run(binding: object) {
  const clock = new VirtualClock();
  const [timer] = timersOf(binding);
  if (!timer) throw new Error('there is no timer');
  const calls: { at: string; data: Record<string, unknown>; end: () => void }[] = [];
  const stop = runOnSchedule(timer, clock, ({ json = '' }: TypedData) => {
    return new Promise<void>((end) => {
      calls.push({ at: new Date(clock.now()).toISOString().slice(11, 19), data: JSON.parse(json), end });
    });
  });
  const advance = async (ms: number, letGo = true) => {
    const times = calls.length;
    if (letGo) for (const call of calls) call.end();
    await clock.advance(ms);
    return calls.slice(times).map(({ at }) => at);
  };
  return { clock, calls, advance, stop };
}

const everyFiveMinutes = { schedule: '0 */5 * * * *' };

test('a timer is found, with the name by which it gets its data', () => {
  expect(timersOf(everyFiveMinutes)).toMatchObject([
    { target: { name: 'nightly' }, trigger: 'timer', text: '0 */5 * * * *', runOnStartup: false },
  ]);
  const plain = { name: 'plain', bindings: { request: { type: 'httpTrigger' } }, callback: () => {} };
  expect(timerFunctions([plain], {})).toEqual([]);
});

test('it is called at each of its times, and not before the first', async () => {
  const { advance } = run(everyFiveMinutes);
  expect(await advance(5 * MINUTE - 1)).toEqual([]);
  expect(await advance(1)).toEqual(['00:05:00']);
  expect(await advance(5 * MINUTE)).toEqual(['00:10:00']);
});

test('it may be a time span, from its start on', async () => {
  const { advance } = run({ schedule: '00:00:45' });
  expect(await advance(45_000)).toEqual(['00:00:45']);
  expect(await advance(45_000)).toEqual(['00:01:30']);
});

test('a call that takes longer than the time between two of them is never joined by another', async () => {
  const { advance } = run(everyFiveMinutes);
  expect(await advance(12 * MINUTE)).toEqual(['00:05:00']);
  expect(await advance(4 * MINUTE)).toEqual(['00:15:00']); // what was missed is not made up for
});

test('it is told when it was due and when it will be', async () => {
  const { calls, advance } = run(everyFiveMinutes);
  await advance(5 * MINUTE);
  await advance(5 * MINUTE);
  expect(calls.map(({ data }) => data)).toEqual([
    {
      Schedule: { AdjustForDST: true },
      ScheduleStatus: {
        Last: '0001-01-01T00:00:00',
        LastUpdated: '0001-01-01T00:00:00',
        Next: '2026-01-01T00:10:00.000Z',
      },
      IsPastDue: false,
    },
    {
      Schedule: { AdjustForDST: true },
      ScheduleStatus: {
        Last: '2026-01-01T00:05:00.000Z',
        LastUpdated: '2026-01-01T00:05:00.000Z',
        Next: '2026-01-01T00:15:00.000Z',
      },
      IsPastDue: false,
    },
  ]);
});

test('with runOnStartup it is called at once, too', async () => {
  const { advance, calls } = run({ ...everyFiveMinutes, runOnStartup: true });
  expect(calls).toHaveLength(1);
  expect(await advance(5 * MINUTE)).toEqual(['00:05:00']);
});

test('a schedule that never comes true never calls', async () => {
  const { advance } = run({ schedule: '0 0 0 31 2 *' });
  expect(await advance(400 * 24 * 60 * MINUTE)).toEqual([]);
});

test('once stopped it is not called again', async () => {
  const { advance, stop } = run(everyFiveMinutes);
  expect(await advance(5 * MINUTE)).toHaveLength(1);
  stop();
  expect(await advance(60 * MINUTE)).toEqual([]);
});

test('stopped during a call, it is not called again after it', async () => {
  const { advance, stop } = run(everyFiveMinutes);
  await advance(6 * MINUTE);
  stop();
  expect(await advance(60 * MINUTE)).toEqual([]);
});

describe('a schedule', () => {
  test('between percent signs is an app setting', () => {
    expect(timersOf({ schedule: '%NIGHTLY%' }, { NIGHTLY: '0 0 3 * * *' })[0]?.text).toBe('0 0 3 * * *');
  });

  test.each([
    [{ schedule: 'daily' }, 'The schedule "daily" is neither'],
    [{ schedule: '%NIGHTLY%' }, 'The schedule "%NIGHTLY%" is neither'],
    [{ schedule: '0 0 25 * * *' }, 'The hour "25" of the schedule "0 0 25 * * *" cannot be read'],
    [{}, 'The schedule "" is neither'],
  ])('that cannot be read is refused in the name of its function: %j', (binding, reason) => {
    const act = () => timersOf(binding);
    expect(act).toThrow(StartupError);
    expect(act).toThrow(`Function nightly has a schedule that cannot be read: ${reason}`);
  });
});
