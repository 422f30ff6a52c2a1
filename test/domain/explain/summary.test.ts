import fc from 'fast-check';
import type { ClusterEvent } from '../../../src/domain/cluster';
import type { RunTimes } from '../../../src/domain/explain/run-times';
import type { ClusterStory, RunStory } from '../../../src/domain/explain/story';
import { summaryOf } from '../../../src/domain/explain/summary';
import { FAILURE_CLASSES } from '../../../src/domain/failures/failure-class';
import { OUTCOMES } from '../../../src/domain/outcome';
import { at, attempt, FAILED, failure, going, MINUTE, runOf, START, storyOf } from './made-up';

const OPEN = { state: going('RUNNING'), endedAt: undefined };
const goesOn = { status: 'running', outcome: null, endedAt: undefined } as const;
const JOB_CLUSTER = { id: '0101-1', kind: 'job' } as const;

const cluster = (events: Partial<ClusterEvent>[], more: Partial<ClusterStory> = {}): ClusterStory => ({
  clusterId: '0101-1',
  events: events.map((event) => ({ at: at(3), type: 'TERMINATING', ...event })),
  isCut: false,
  problem: undefined,
  ...more,
});
const withCluster = (...clusters: ClusterStory[]) => storyOf(runOf([attempt('a', 0, [0, 1])]), { clusters });

const STORIES: readonly (readonly [what: string, story: RunStory, ...sentences: string[]])[] = [
  ['a short success', storyOf(runOf([attempt('a', 0, [0, 0.1])])), 'The run succeeded after 6 seconds.'],
  [
    'a slow cluster',
    storyOf(runOf([attempt('a', 0, [4, 36], { cluster: JOB_CLUSTER })])),
    'The run succeeded after 40 minutes.',
    'For 4 minutes (10%) it only waited for machines to be ready.',
    'Its clusters are made for each run: a pool of machines, or serverless compute, would be faster.',
    'Its only task, a, was at work for 36 minutes (90%).',
  ],
  [
    'a cluster that was there already',
    storyOf(runOf([attempt('a', 0, [4, 36], { cluster: { id: 'x', kind: 'existing' } })])),
    'The run succeeded after 40 minutes.',
    'For 4 minutes (10%) it only waited for machines to be ready.',
    'Its only task, a, was at work for 36 minutes (90%).',
  ],
  [
    'a time in the queue',
    storyOf(runOf([attempt('a', 5, [0, 5])], { queueMs: 5 * MINUTE })),
    'The run succeeded after 10 minutes.',
    'It waited in the queue for 5 minutes (50%) before it could begin.',
    'Its only task, a, was at work for 5 minutes (50%).',
  ],
  [
    'a chain of tasks',
    storyOf(runOf([attempt('a', 0, [0, 9]), attempt('b', 9, [0, 3], { dependsOn: ['a'] }), attempt('c', 0, [0, 2])])),
    'The run succeeded after 12 minutes.',
    'Its length comes from the tasks a and b, one after the other; a alone took 9 minutes (75%).',
  ],
  [
    'tasks side by side',
    storyOf(runOf([attempt('a', 0, [0, 9]), attempt('b', 0, [0, 3])])),
    'The run succeeded after 9 minutes.',
    'Task a took the longest: 9 minutes (100%).',
  ],
  [
    'a task that was tried again',
    storyOf(runOf([attempt('a', 0, [0, 3], { state: FAILED }), attempt('a', 6, [0, 6], { attempt: 1 })])),
    'The run succeeded after 12 minutes.',
    'For 3 minutes (25%) none of its tasks was going on: it waited to try again, or to be repaired.',
    'Its only task, a, was at work for 6 minutes (50%).',
    'Task a was tried 2 times; what came before the last attempt took 3 minutes.',
  ],
  [
    'a failure',
    storyOf(runOf([attempt('load', 0, [0, 0.1], { state: FAILED })]), {
      outcome: 'failed',
      message: 'Task load failed with message: Workload failed, see run output for details.',
      failures: [failure()],
    }),
    'The run failed after 6 seconds.',
    "Task load failed in its own code, or for its data: NameError: name 'x' is not defined.",
    'Read the error.',
  ],
  [
    'many failures of the same kind, whose advice is given once',
    storyOf(undefined, {
      outcome: 'failed',
      endedAt: at(2),
      failures: ['a', 'b', 'c', 'd', 'e'].map((taskKey) => failure({ taskKey, class: 'cloud', message: 'gone.' })),
    }),
    'The run failed after 2 minutes.',
    'Task a failed because of Azure: gone.',
    'Read the error.',
    'Task b failed because of Azure: gone.',
    'Task c failed because of Azure: gone.',
    '2 more tasks failed.',
  ],
  [
    'a run that was skipped',
    storyOf(undefined, { outcome: 'skipped', endedAt: START, message: 'skipping this run because of a limit.' }),
    'Databricks skipped the run.',
    'Skipping this run because of a limit.',
  ],
  [
    'a run that was left alone',
    storyOf(runOf([attempt('a', 0, [0, 0], OPEN)], OPEN), { outcome: 'timedOut', endedAt: at(1), now: at(1) }),
    'The time of the run was up after 1 minute.',
    'In Databricks it still goes on.',
  ],
  [
    'a run in the queue',
    storyOf(
      runOf([], {
        ...going('x'),
        state: going('QUEUED'),
        endedAt: undefined,
        queue: { code: 'MAX_CONCURRENT_RUNS_REACHED', message: 'Queued.' },
      }),
      { ...goesOn, now: at(7) },
    ),
    'The run has been going on for 7 minutes.',
    'Right now it waits in the queue, for 7 minutes so far, because an earlier run of the same job goes on, and the job allows only so many at once (Queued).',
  ],
  [
    'a run in the queue for a reason of tomorrow',
    storyOf(runOf([], { state: going('QUEUED'), endedAt: undefined, queue: { code: 'NEW', message: 'Too warm.' } }), {
      ...goesOn,
      now: at(7),
    }),
    'The run has been going on for 7 minutes.',
    'Right now it waits in the queue, for 7 minutes so far, because Databricks says: Too warm.',
  ],
  [
    'a run that waits for machines',
    storyOf(
      runOf(
        [
          attempt('a', 0, [0, 0], { state: going('PENDING'), endedAt: undefined }),
          attempt('b', 0, [0, 0], { state: going('BLOCKED'), startedAt: undefined, endedAt: undefined }),
        ],
        OPEN,
      ),
      { ...goesOn, now: at(3) },
    ),
    'The run has been going on for 3 minutes.',
    'Right now task a waits for its machines, for 3 minutes so far.',
    'For 3 minutes (100%) it only waited for machines to be ready.',
    'Task a took the longest: 3 minutes (100%).',
  ],
  [
    'several tasks at work, and one that will be tried again',
    storyOf(
      runOf(
        [
          attempt('a', 0, [0, 0], OPEN),
          attempt('b', 1, [0, 0], OPEN),
          attempt('c', 0, [0, 1], { state: FAILED }),
          attempt('c', 0, [0, 0], {
            attempt: 1,
            state: going('WAITING_FOR_RETRY'),
            startedAt: undefined,
            endedAt: undefined,
          }),
        ],
        OPEN,
      ),
      { ...goesOn, now: at(3), trouble: 'the workspace did not answer' },
    ),
    'The run has been going on for 3 minutes.',
    'Something went wrong last, and is tried again: the workspace did not answer.',
    'Right now 2 tasks are running (a and b), for up to 3 minutes so far.',
    'Task c has failed and will be tried again.',
    'Task a took the longest: 3 minutes (100%).',
    'Task c was tried 2 times; what came before the last attempt took 1 minute.',
  ],
  [
    'a run that took much longer than usual',
    storyOf(runOf([attempt('a', 0, [0, 0.1]), attempt('b', 0, [0, 0.1])], { endedAt: at(0.1) }), { usualMs: 2000 }),
    'The run succeeded after 6 seconds.',
    'Runs of this job usually take 2 seconds from when they begin: this one took 3 times as long.',
  ],
  [
    'a run that was as fast as usual',
    storyOf(runOf([attempt('a', 0, [0, 0.1])]), { usualMs: 6000 }),
    'The run succeeded after 6 seconds.',
    'Runs of this job usually take 6 seconds from when they begin: this one was no exception.',
  ],
  [
    'a run that failed early, which is no merit',
    storyOf(runOf([attempt('a', 0, [0, 0.1], { state: FAILED })]), { usualMs: 60_000, outcome: 'failed' }),
    'The run failed after 6 seconds.',
  ],
  [
    'a cluster that was taken away',
    withCluster(
      cluster([
        { type: 'CREATING' },
        { type: 'NODES_LOST' },
        {
          reason: {
            code: 'SPOT_INSTANCE_TERMINATION',
            type: 'CLOUD_FAILURE',
            parameters: { azure_error_message: 'Evicted.' },
          },
        },
      ]),
    ),
    'The run succeeded after 1 minute.',
    'Its only task, a, was at work for 1 minute (100%).',
    'Cluster 0101-1 lost machines at 06:03 UTC.',
    'Cluster 0101-1 was stopped (SPOT_INSTANCE_TERMINATION: Evicted) at 06:03 UTC.',
  ],
  [
    'a cluster that ended as it should, and one that a person has stopped',
    withCluster(
      cluster([{ reason: { code: 'JOB_FINISHED', type: 'SUCCESS', parameters: {} } }]),
      cluster([{ reason: { code: 'USER_REQUEST', type: 'SUCCESS', parameters: {} } }], { clusterId: '0101-2' }),
    ),
    'The run succeeded after 1 minute.',
    'Its only task, a, was at work for 1 minute (100%).',
    'Cluster 0101-2 was stopped (USER_REQUEST) at 06:03 UTC.',
  ],
  [
    'what could not be seen',
    {
      ...withCluster(
        cluster([], { problem: 'You do not have permission.' }),
        cluster([], { clusterId: '0101-2', isCut: true }),
      ),
      clustersOmitted: 3,
    },
    'The run succeeded after 1 minute.',
    'Its only task, a, was at work for 1 minute (100%).',
    'What befell cluster 0101-1 could not be seen: You do not have permission.',
    'Cluster 0101-2 had more events than are shown.',
    'Other clusters of the run (3) were not asked what befell them.',
  ],
  [
    'a run of which only the state is known',
    storyOf(undefined, { ...goesOn, now: at(3), lastWords: 'RUNNING, Setting up tables' }),
    'The run has been going on for 3 minutes.',
    'Databricks has said of it last: RUNNING, Setting up tables.',
  ],
  [
    'a run that Databricks has forgotten',
    storyOf(undefined, { endedAt: at(5), whyNoCourse: 'Databricks does not know this run any more.' }),
    'The run succeeded after 5 minutes.',
    'Databricks does not know this run any more.',
  ],
];

test.each(STORIES.map(([what, ...rest]) => [what, rest] as const))(
  'of %s it is told in plain words',
  (_, [story, ...sentences]) => {
    expect(summaryOf(story)).toEqual(sentences);
  },
);

const word = fc.constantFrom(
  'QUEUED',
  'PENDING',
  'RUNNING',
  'TERMINATED',
  'SKIPPED',
  'WAITING_FOR_RETRY',
  'BLOCKED',
  'NEW',
);
const text = fc.string({ unit: 'binary', maxLength: 40 });
const ms = fc.option(fc.nat(10_000_000_000), { nil: undefined });
const time = fc.option(fc.integer({ min: 1, max: 8.64e15 }), { nil: undefined });
const times = { startedAt: time, endedAt: time, queueMs: ms, setupMs: ms, executionMs: ms, cleanupMs: ms };
const state = fc.record({
  lifeCycle: word,
  result: fc.option(fc.constantFrom('SUCCESS', 'FAILED'), { nil: undefined }),
  message: text,
});
const anyAttempt = fc.record({ ...times, state, key: fc.constantFrom('a', 'b', 'constructor'), attempt: fc.nat(3) });
const anyTimes: fc.Arbitrary<RunTimes> = fc
  .record({
    ...times,
    state,
    attempts: fc.array(anyAttempt, { maxLength: 6 }),
    queue: fc.record({ code: text, message: text }),
  })
  .map((each) => ({
    ...runOf([]),
    ...each,
    attempts: each.attempts.map((one) => ({ ...attempt('a', 0, [0, 0]), ...one })),
  }));
const anyFailure = fc
  .record({
    taskKey: fc.option(text),
    class: fc.constantFrom(...FAILURE_CLASSES),
    message: text,
    hint: fc.option(text),
  })
  .map(failure);
const anyEvent = fc.record({
  at: fc.nat(8.64e15),
  type: fc.constantFrom('NODES_LOST', 'RUNNING', 'NEW', '__proto__'),
  message: text,
});
const anyCluster = fc.record({
  events: fc.array(anyEvent),
  problem: fc.option(text, { nil: undefined }),
  isCut: fc.boolean(),
});

test('whatever is known of a run, it is told in whole sentences', () => {
  fc.assert(
    fc.property(
      fc.option(anyTimes, { nil: undefined }),
      fc.record({
        now: fc.nat(8.64e15),
        outcome: fc.option(fc.constantFrom(...OUTCOMES)),
        message: fc.option(text),
        trouble: fc.option(text),
        lastWords: fc.option(text),
        failures: fc.array(anyFailure, { maxLength: 6 }),
        usualMs: ms,
        clusters: fc.array(
          anyCluster.map(({ events, ...more }) => cluster(events, more)),
          { maxLength: 3 },
        ),
        clustersOmitted: fc.nat(3),
        earlierEnds: fc.nat(3),
      }),
      (runTimes, more) => {
        const summary = summaryOf(storyOf(runTimes, more));
        expect(summary.length).toBeGreaterThan(0);
        for (const sentence of summary) {
          expect(sentence).toMatch(/\S\.$/);
          expect(sentence).not.toMatch(/[\r\n]|undefined|NaN|Infinity|\[object/);
        }
      },
    ),
  );
});

test('the parts of the time that are told are parts of what is told as the whole', () => {
  const minutes = fc.integer({ min: 1, max: 80 });
  fc.assert(
    fc.property(minutes, minutes, minutes, (queue, setup, running) => {
      const times = runOf([attempt('a', queue, [setup, running])], { queueMs: queue * MINUTE });
      const told = summaryOf(storyOf(times)).join(' ');
      const shares = [...told.matchAll(/\((\d+)%\)/g)].map(([, share]) => Number(share));
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(102);
      if (queue * 20 >= queue + setup + running) expect(told).toContain(`the queue for ${queue} minute`);
      if (setup * 20 >= queue + setup + running) expect(told).toContain(`For ${setup} minute`);
    }),
  );
});
