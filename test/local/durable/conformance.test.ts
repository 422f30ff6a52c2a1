import { type Run, runGolden } from '../../support/golden-run';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

/** What the real engine was seen to do, scenario by scenario. */
interface Row extends Run {
  what: string;
  orchestrator: string;
  story: string;
  ends: string;
  output?: unknown;
}

const rows: Row[] = [
  {
    what: 'a monitor with one retry and three polls',
    orchestrator: 'Mon',
    input: { job: 7 },
    story:
      'ES Task#0 | Fail(0) Timer#1 | Fired(1) Task#2 | Done(2) Task#3 | Done(3) Timer#4 | Fired(4) Task#5 | ' +
      'Done(5) Timer#6 | Fired(6) Task#7 | Done(7) Task#8 | Done(8) End#9',
    ends: 'Completed',
    output: { out: 42 },
  },
  {
    what: 'a retry of which all attempts fail, with the timer that follows the last',
    orchestrator: 'RetryAll',
    story:
      'ES Task#0 | Fail(0) Timer#1 | Fired(1) Task#2 | Fail(2) Timer#3 | Fired(3) Task#4 | Fail(4) Timer#5 | Fired(5) End#6',
    ends: 'Failed',
  },
  {
    what: 'a failed retry that is caught, and an activity after it',
    orchestrator: 'RetryCaught',
    story: 'ES Task#0 | Fail(0) Timer#1 | Fired(1) Task#2 | Fail(2) Timer#3 | Fired(3) Task#4 | Done(4) End#5',
    ends: 'Completed',
  },
  {
    what: 'a throw on the first line',
    orchestrator: 'ThrowFirst',
    story: 'ES End#0',
    ends: 'Failed',
    output: "Orchestrator function 'ThrowFirst' failed: first",
  },
  {
    what: 'a throw of an empty error, which hangs for ever',
    orchestrator: 'ThrowEmpty',
    story: 'ES Task#0 | Done(0)',
    ends: 'Running',
  },
  {
    what: 'continue-as-new three times',
    orchestrator: 'CanObj',
    input: {},
    story: 'ES | End#0',
    ends: 'Completed',
    output: { got: { n: 3 }, now: expect.any(String) },
  },
  {
    what: 'an event sent before a continue-as-new, which is lost',
    orchestrator: 'CanEvents',
    send: [[1000, 'raiseEvent/Ev', '"early"']],
    story: 'ES | Timer#0 | Fired(0) End#1',
    ends: 'Completed',
    output: { got: 'timeout' },
  },
  {
    what: 'a timer that lost and was not cancelled',
    orchestrator: 'AnyNoCancel',
    send: [[1000, 'raiseEvent/Ev', '1']],
    story: 'ES Timer#0 | Event | Fired(0) End#1',
    ends: 'Completed',
    output: 'done',
  },
  {
    what: 'a timer that lost and was cancelled',
    orchestrator: 'AnyCancel',
    send: [[1000, 'raiseEvent/Ev', '1']],
    story: 'ES Timer#0 | Event End#1',
    ends: 'Completed',
    output: { done: 1 },
  },
  {
    what: 'a call of an activity that does not exist',
    orchestrator: 'Missing',
    story: 'ES',
    ends: 'Running',
  },
  {
    what: 'a call of an orchestrator that does not exist',
    orchestrator: 'SubMissing',
    story: 'ES',
    ends: 'Running',
  },
  {
    what: 'a timer longer than the longest, in steps',
    orchestrator: 'LongTimer',
    limits: { longestTimerMs: 2000, longTimerStepMs: 1000 },
    story: 'ES Timer#0 | Fired(0) Timer#1 | Fired(1) Timer#2 | Fired(2) Timer#3 | Fired(3) Task#4 | Done(4) End#5',
    ends: 'Completed',
    output: { x: 'after', waited: 3500 },
  },
  {
    what: 'three activities at once, of which one is retried',
    orchestrator: 'Parallel',
    story: 'ES Task#0 Task#1 Task#2 | Done(0) Fail(1) Timer#3 Done(2) | Fired(3) Task#4 | Done(4) End#5',
    ends: 'Completed',
    output: [1, 2, 3],
  },
  {
    what: 'code that asks for something else on its replay',
    orchestrator: 'NonDet',
    story: 'ES Task#0 | Done(0) Timer#0 End#1',
    ends: 'Failed',
  },
  {
    what: 'two events for one waiter, one after the other',
    orchestrator: 'DoubleEvent',
    send: [
      [1000, 'raiseEvent/Ev', '1'],
      [2000, 'raiseEvent/Ev', '2'],
    ],
    story: 'ES | Event Timer#0 | Event | Fired(0) End#1',
    ends: 'Completed',
    output: [1, 2],
  },
  {
    what: 'a sub-orchestration, named after its parent',
    orchestrator: 'Sub',
    story: 'ES Sub#0 | SubDone(0) End#1',
    ends: 'Completed',
    output: { p: 'it', id: expect.stringMatching(/^[0-9a-f-]{36}:0$/), i: { x: 1 } },
  },
  {
    what: 'a termination in the middle of a race',
    orchestrator: 'TermAny',
    send: [[1000, 'terminate?reason=why%20not']],
    story: 'ES Timer#0 | Term End#1',
    ends: 'Terminated',
    output: 'why not',
  },
];

let clock: VirtualClock;
ownTime((own) => {
  clock = own;
});

test.each(rows)('$what', async ({ orchestrator, story, ends, output, ...run }) => {
  const it = await runGolden(clock, orchestrator, run);
  if (orchestrator === 'Parallel') {
    // Which of three answers comes first is a matter of timing.
    expect((await it.story()).split(' ').filter(isEvent).sort()).toEqual(story.split(' ').filter(isEvent).sort());
  } else expect(await it.story()).toBe(story);
  const status = await it.status();
  expect(status.runtimeStatus).toBe(ends);
  if (output !== undefined) expect(status.output).toEqual(output);
});

test('the three ways in which a replay can differ are told apart', async () => {
  const told = async (orchestrator: string) => (await (await runGolden(clock, orchestrator)).status()).output;
  const previously = 'Non-Deterministic workflow detected: A previous execution of this orchestration scheduled';
  expect(await told('NonDetFewer')).toContain(`${previously} an activity task with sequence ID 0 and name 'Echo'`);
  expect(await told('NonDet')).toContain(
    "with sequence number 0 named 'Echo', but the current orchestration replay instead produced a CreateTimerOrchestratorAction",
  );
  expect(await told('NonDetName')).toContain("instead scheduled an activity task named 'Describe'");
});

const isEvent = (word: string) => word !== '|';
