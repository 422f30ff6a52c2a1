import { checkRun } from '../../src/activities/check-run';
import type { Databricks } from '../../src/adapters/databricks/databricks';
import type { LogEvent } from '../../src/contract/log-events';
import type { CheckInput } from '../../src/contract/runs/orchestration/activity-io';
import type { RunRow } from '../../src/contract/runs/run-row';
import type { JobRun } from '../../src/domain/job-run';
import type { Run } from '../../src/domain/run';
import { bad, good, madeUpDatabricks, madeUpRun, madeUpTask } from '../support/made-up-databricks';
import { createMemoryStorage } from '../support/memory-storage';
import { oneWorkspace } from '../support/one-workspace';

const AT = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

const INPUT: CheckInput = {
  instanceId: 'run-1',
  nonce: 'nonce',
  submittedAt: AT(0),
  runId: '77',
  stop: false,
  now: AT(100),
};

/** What a look comes to, what was written down, and how often Databricks was told to cancel. */
async function check(parts: Partial<Databricks>, input: Partial<CheckInput> = {}, row: Partial<RunRow> = {}) {
  const { runs } = createMemoryStorage();
  const { nonce = 'nonce', ...marks } = row;
  await runs.create({ id: 'run-1', nonce, submittedAt: AT(0), timeoutSeconds: 50, job: '5' });
  await runs.update('run-1', { runId: '77', ...marks });
  const cancels: string[] = [];
  const cancel: Databricks['cancel'] = async (runId) => {
    cancels.push(runId);
    return good(undefined);
  };
  const changes: object[] = [];
  const events: LogEvent[] = [];
  const { update } = runs;
  runs.update = (id, change) => {
    changes.push(change);
    return update(id, change);
  };
  const result = await checkRun(
    { ...INPUT, ...input },
    { workspaces: oneWorkspace(madeUpDatabricks({ cancel, ...parts })), runs, log: (event) => void events.push(event) },
  );
  return { result, cancels, changes, events };
}

const says = (run: Partial<Run> = {}): Partial<Databricks> => ({ run: async () => good(madeUpRun(run)) });

test('a run that goes on, with what callers are told of it', async () => {
  const tasks = [madeUpTask('a', 'SUCCESS'), madeUpTask('b', 'FAILED'), madeUpTask('c')];
  const { result } = await check(says({ tasks, state: { lifeCycle: 'RUNNING', message: 'In run' } }));
  expect(result).toEqual({
    kind: 'going',
    phase: 'running',
    cancelRequested: false,
    cancelProblem: null,
    queueSeconds: null,
    run: {
      id: '77',
      jobId: '5',
      name: 'Made up',
      pageUrl: 'https://adb-1.2.azuredatabricks.net/run/77',
      state: 'RUNNING',
      message: 'In run',
      tasksDone: 2,
      tasksTotal: 3,
      currentTasks: ['c'],
    },
  });
});

describe('what is told of a run that goes on', () => {
  const factsOf = async (run: Partial<Run>) => {
    const { result } = await check(says(run));
    return 'run' in result ? result.run : undefined;
  };
  const inState = (lifeCycle: string) => ({ state: { lifeCycle, message: '' } });

  test('are some of the tasks that are running, in their order, and none that wait', async () => {
    const waiting = ['PENDING', 'BLOCKED', 'QUEUED', 'TERMINATED'].map((word) =>
      madeUpTask(word, undefined, inState(word)),
    );
    const running = ['one', 'two', 'three', 'four', 'five', 'six'].map((key) =>
      madeUpTask(key, undefined, inState('RUNNING')),
    );
    const ending = madeUpTask('ending', undefined, inState('TERMINATING'));
    expect((await factsOf({ tasks: [...waiting, ending, ...running] }))?.currentTasks).toEqual([
      'ending',
      'one',
      'two',
      'three',
      'four',
    ]);
    expect(await factsOf({ tasks: waiting })).not.toHaveProperty('currentTasks');
    expect(await factsOf({ tasks: running, ...inState('INTERNAL_ERROR') })).not.toHaveProperty('currentTasks');
  });

  test('is why it is queued, for as long as it is', async () => {
    const queueReason = 'Queued because the limit has been reached.';
    expect(await factsOf({ queueReason, ...inState('QUEUED') })).toMatchObject({ queueReason });
    expect(await factsOf({ queueReason, ...inState('RUNNING') })).not.toHaveProperty('queueReason');
    expect(await factsOf(inState('QUEUED'))).not.toHaveProperty('queueReason');
  });

  test('is short', async () => {
    const tasks = Array.from({ length: 9 }, () => madeUpTask('k'.repeat(5000), undefined, inState('RUNNING')));
    const facts = await factsOf({ queueReason: 'q'.repeat(5000), tasks, ...inState('QUEUED') });
    expect(JSON.stringify(facts).length).toBeLessThan(1500);
  });
});

describe('how long its runs usually take', () => {
  const done = (durationMs: number | undefined, result = 'SUCCESS'): JobRun => ({
    id: '1',
    name: '',
    pageUrl: '',
    state: { lifeCycle: 'TERMINATED', result, message: '' },
    durationMs,
  });

  const usualOf = async (runs: JobRun[], input: Partial<CheckInput> = {}, row: Partial<RunRow> = {}, run = {}) => {
    const questions: unknown[] = [];
    const runsOf: Databricks['runsOf'] = async (...question) => {
      questions.push(question);
      return good({ runs });
    };
    const { result } = await check({ ...says(run), runsOf }, { wantsUsual: true, ...input }, row);
    return { questions, usualMs: 'usualMs' in result ? result.usualMs : undefined };
  };

  test('is the median of those of the job that have succeeded', async () => {
    const runs = [done(1000), done(99_000), done(3000), done(5, 'FAILED'), done(7, 'CANCELED'), done(undefined)];
    expect(await usualOf(runs)).toEqual({ questions: [['5', { completedOnly: true, limit: 25 }]], usualMs: 3000 });
  });

  test('is nothing where there are none', async () => {
    expect((await usualOf([])).usualMs).toBeNull();
    expect((await usualOf([done(5, 'FAILED')])).usualMs).toBeNull();
  });

  test('is not asked for unless it is wanted, and never of a run that has ended, or has no job', async () => {
    const ended = { state: { lifeCycle: 'TERMINATED', result: 'SUCCESS', message: '' } };
    expect(await usualOf([done(1)], { wantsUsual: false })).toEqual({ questions: [], usualMs: undefined });
    expect(await usualOf([done(1)], {}, {}, ended)).toEqual({ questions: [], usualMs: undefined });
    expect(await usualOf([done(1)], {}, {}, { jobId: undefined })).toEqual({ questions: [], usualMs: null });
    expect(await usualOf([done(1)], {}, { kind: 'submit' })).toEqual({ questions: [], usualMs: null });
  });

  test('is nothing worth a try of its own', async () => {
    const runsOf = async () => bad('unavailable', { retryAfterMs: 60_000 });
    const { result, events } = await check({ ...says(), runsOf }, { wantsUsual: true });
    expect(result).toMatchObject({ kind: 'going', usualMs: null, cancelProblem: null });
    expect(events).toEqual([]);
  });
});

test('what is known of the run is written down once', async () => {
  const known = { jobId: '5', jobName: 'Made up', pageUrl: 'https://adb-1.2.azuredatabricks.net/run/77' };
  expect((await check(says())).changes).toEqual([known]);
  expect((await check(says(), {}, known)).changes).toEqual([]);
  expect((await check(says({ pageUrl: '' }))).changes).toEqual([]);
});

test('an end is told without anything being written or cancelled', async () => {
  const ended = says({ state: { lifeCycle: 'TERMINATED', result: 'SUCCESS', message: '' } });
  const { result, changes, cancels } = await check(ended, { stop: true }, { cancelRequestedAt: AT(50) });
  expect(result).toMatchObject({ kind: 'ended', outcome: 'succeeded', run: { state: 'SUCCESS' } });
  expect([changes, cancels]).toEqual([[], []]);
});

test('a run that this app has not started is not looked at', async () => {
  expect((await check({}, { runId: '78' })).result).toMatchObject({ kind: 'denied', code: 'runNotFound' });
  expect((await check({}, { instanceId: 'run-2' })).result).toMatchObject({ kind: 'denied', code: 'runNotFound' });
});

test('nor is the run that an earlier life of the id has started', async () => {
  const old = { nonce: 'old', submitTriedAt: AT(-9), endedAt: AT(-5) };
  expect((await check({}, {}, old)).result).toMatchObject({ kind: 'denied', code: 'runNotFound' });
  expect((await check(says(), {}, { ...old, submitTriedAt: AT(1) })).result).toMatchObject({ kind: 'going' });
});

test.each([
  ['unauthenticated', 'databricksUnauthenticated'],
  ['forbidden', 'databricksForbidden'],
  ['notFound', 'runNotFound'],
  ['refused', 'databricksRefused'],
] as const)('%s: denied', async (kind, code) => {
  const { result } = await check({ run: async () => bad(kind) });
  expect(result).toEqual({ kind: 'denied', code, message: 'made up (MADE_UP)' });
});

test('unavailable: to be asked again', async () => {
  const { result } = await check({ run: async () => bad('unavailable', { retryAfterMs: 5000 }) });
  expect(result).toEqual({ kind: 'unavailable', code: 'MADE_UP', message: 'made up', retryAfterMs: 5000 });
});

describe('a cancel', () => {
  test.each<[string, Partial<CheckInput>, Partial<RunRow>, number]>([
    ['that nobody wants', {}, {}, 0],
    ['that somebody wants', {}, { cancelRequestedAt: AT(50) }, 1],
    ['because the time is up', { stop: true }, {}, 1],
    ['of which Databricks has been told lately', { stop: true }, { cancelSentAt: AT(41) }, 0],
    ['of which Databricks has been told a minute ago', { stop: true }, { cancelSentAt: AT(40) }, 1],
    ['of an earlier life of the id', {}, { nonce: 'old', cancelRequestedAt: AT(-9), endedAt: AT(-5) }, 0],
    ['of this life of the id', {}, { nonce: 'old', cancelRequestedAt: AT(9), endedAt: AT(-5) }, 1],
    [
      'of this life of the id, after one of an earlier life',
      { submittedAt: AT(70), stop: true },
      { nonce: 'old', submitTriedAt: AT(71), cancelSentAt: AT(60), endedAt: AT(65) },
      1,
    ],
  ])('%s', async (_, input, row, count) => {
    const { result, cancels, changes } = await check(says(), input, row);
    expect(cancels).toHaveLength(count);
    expect(changes.filter((change) => 'cancelSentAt' in change)).toEqual(Array(count).fill({ cancelSentAt: AT(100) }));
    expect(result).toMatchObject({ cancelRequested: count === 1 && !input.stop });
  });

  test('that Databricks does not take is not written down, and told of', async () => {
    const cancel = async () => bad('forbidden');
    const { result, changes, events } = await check({ ...says({ pageUrl: '' }), cancel }, { stop: true });
    expect(result).toMatchObject({
      kind: 'going',
      cancelProblem: 'Databricks did not take the cancel: made up (MADE_UP)',
    });
    expect(changes).toEqual([]);
    expect(events).toMatchObject([{ event: 'databricksProblem', kind: 'forbidden', during: 'cancel' }]);
  });
});
