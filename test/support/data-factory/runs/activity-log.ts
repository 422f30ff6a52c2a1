import type { Json, JsonObject } from '../json';
import type { Activity, Status } from '../pipeline/definition';
import type { ActivityError, Outcome } from './outcome';

/** What the monitor of the factory shows to everyone who may look at it. */
export interface ActivityRun {
  activityName: string;
  activityType: string;
  status: Status;
  retryAttempt: number;
  /** Null if it is kept secret. */
  input: Json;
  output: Json;
  error: ActivityError | null;
  startedAt: number;
  endedAt: number;
}

interface Attempt {
  activity: Activity;
  retryAttempt: number;
  input: JsonObject;
  outcome: Outcome;
  startedAt: number;
  endedAt: number;
}

export function shownInMonitor({ activity, input, outcome, ...more }: Attempt): ActivityRun {
  const { name, type, policy = {} } = activity;
  const { status, output, error } = outcome;
  return {
    activityName: name,
    activityType: type,
    status,
    input: policy.secureInput === true ? null : input,
    output: policy.secureOutput === true ? null : output,
    error: error ? { ...error, failureType: 'UserError', target: name } : null,
    ...more,
  };
}
