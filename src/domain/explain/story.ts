import type { ClusterEvent } from '../cluster';
import type { Failure } from '../failures/failure';
import type { Outcome } from '../outcome';
import type { Phase } from '../phase';
import { criticalPath } from './critical-path';
import { type Phases, phasesOf } from './phases';
import type { RunTimes } from './run-times';
import { type TaskAccount, taskAccounts } from './task-accounts';

/** All that is known of a run, for the sentences that tell it. Times are epoch milliseconds. */
export interface RunStory {
  now: number;
  /** When this app was asked for the run. */
  submittedAt: number;
  /** When this app saw its end. */
  endedAt: number | undefined;
  status: Phase;
  /** Null: it goes on. */
  outcome: Outcome | null;
  /** What was said of its end. */
  message: string | null;
  /** How often it had ended before it was repaired, or started anew. */
  earlierEnds: number;
  /** When it is tried again, in the pause before that. */
  retryAt: number | undefined;
  /** What went wrong last and is tried again. */
  trouble: string | null;
  failures: readonly Failure[];
  /** Of how many of them, the last ones, nobody has asked for the error. */
  errorsNotAsked: number;
  /** What Databricks has said of it last, in its own words. */
  lastWords: string | null;
  /** What Databricks tells of it. */
  course: Course | undefined;
  /** Why there is nothing of that: a sentence. */
  whyNoCourse: string | undefined;
  /** How long runs of this job usually take. */
  usualMs: number | undefined;
  clusters: readonly ClusterStory[];
  /** Of how many more clusters nobody has asked for the events. */
  clustersOmitted: number;
}

export interface Course {
  times: RunTimes;
  phases: Phases;
  tasks: readonly TaskAccount[];
  path: readonly TaskAccount[];
}

export function courseOf(times: RunTimes, now: number): Course {
  const tasks = taskAccounts(times, now);
  return { times, phases: phasesOf(times, now), tasks, path: criticalPath(tasks, now) };
}

export interface ClusterStory {
  clusterId: string;
  /** Those that matter, in the order of time. */
  events: readonly ClusterEvent[];
  /** There were more than one page of them. */
  isCut: boolean;
  /** Why they could not be seen. */
  problem: string | undefined;
}
