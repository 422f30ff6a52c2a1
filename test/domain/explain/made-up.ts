import type { RunTimes, TaskAttempt } from '../../../src/domain/explain/run-times';
import { courseOf, type RunStory } from '../../../src/domain/explain/story';
import type { Failure } from '../../../src/domain/failures/failure';
import type { ReportedState } from '../../../src/domain/run';

export const START = Date.parse('2026-01-01T06:00:00Z');
export const MINUTE = 60_000;
export const at = (minutes: number) => START + minutes * MINUTE;

export const SUCCESS: ReportedState = { lifeCycle: 'TERMINATED', result: 'SUCCESS', status: 'TERMINATED', message: '' };
export const FAILED: ReportedState = {
  lifeCycle: 'TERMINATED',
  result: 'FAILED',
  terminationCode: 'RUN_EXECUTION_ERROR',
  terminationType: 'CLIENT_ERROR',
  message: 'Workload failed, see run output for details',
};
export const going = (lifeCycle: string): ReportedState => ({ lifeCycle, status: lifeCycle, message: '' });

/** An attempt that began after so many minutes, with the lengths of its setup, work and cleanup in minutes. */
export function attempt(
  key: string,
  from: number,
  [setup, running, cleanup = 0]: readonly [number, number, number?],
  more: Partial<TaskAttempt> = {},
): TaskAttempt {
  return {
    key,
    id: `${key}-${more.attempt ?? 0}`,
    kind: 'notebook_task',
    pageUrl: '',
    attempt: 0,
    state: SUCCESS,
    dependsOn: [],
    cluster: undefined,
    startedAt: at(from),
    endedAt: at(from + setup + running + cleanup),
    queueMs: undefined,
    setupMs: setup * MINUTE,
    executionMs: running * MINUTE,
    cleanupMs: cleanup * MINUTE,
    ...more,
  };
}

export function runOf(attempts: TaskAttempt[], more: Partial<RunTimes> = {}): RunTimes {
  const ends = attempts.map(({ endedAt = START }) => endedAt);
  return {
    jobId: '7',
    state: SUCCESS,
    queue: undefined,
    startedAt: START,
    endedAt: Math.max(START, ...ends),
    queueMs: 0,
    setupMs: 0,
    executionMs: 0,
    cleanupMs: 0,
    attempts,
    ...more,
  };
}

export function storyOf(times: RunTimes | undefined, more: Partial<RunStory> = {}): RunStory {
  const now = more.now ?? at(1000);
  return {
    now,
    submittedAt: START,
    endedAt: times?.endedAt,
    status: 'ended',
    outcome: 'succeeded',
    message: null,
    earlierEnds: 0,
    trouble: null,
    retryAt: undefined,
    lastWords: null,
    failures: [],
    errorsNotAsked: 0,
    course: times && courseOf(times, now),
    whyNoCourse: undefined,
    usualMs: undefined,
    clusters: [],
    clustersOmitted: 0,
    ...more,
  };
}

export const failure = (more: Partial<Failure> = {}): Failure => ({
  taskKey: 'load',
  code: 'RUN_EXECUTION_ERROR',
  type: 'CLIENT_ERROR',
  class: 'userCode',
  message: "NameError: name 'x' is not defined",
  trace: null,
  runPageUrl: null,
  hint: 'Read the error.',
  ...more,
});
