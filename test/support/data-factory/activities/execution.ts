import type { JsonObject } from '../json';
import type { Activity } from '../pipeline/definition';
import type { Outcome } from '../runs/outcome';
import type { Run, Scope } from '../runs/run';
import type { Failure } from '../runs/verdict';

/** What is given to an activity when it runs. */
export interface Execution {
  activity: Activity;
  /** Its properties, with their expressions evaluated. */
  input: JsonObject;
  scope: Scope;
  run: Run;
  signal: AbortSignal;
  /** Runs the activities within this one, and gives those that make it a failure. */
  runInner(activities: readonly Activity[], scope: Scope, signal: AbortSignal): Promise<Failure[]>;
}

export type Execute = (execution: Execution) => Promise<Outcome>;
