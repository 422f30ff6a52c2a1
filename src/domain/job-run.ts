import type { ReportedState } from './run';

/** A run in the list of its job: without its tasks. */
export interface JobRun {
  id: string;
  name: string;
  state: ReportedState;
  pageUrl: string;
  /** `ONE_TIME`, `PERIODIC` and so on. */
  trigger?: string | undefined;
  creator?: string | undefined;
  /** In milliseconds since 1970. */
  startedAt?: number | undefined;
  endedAt?: number | undefined;
  /** How long it waited in the queue. */
  queueMs?: number | undefined;
  /** How long it took, without the queue. */
  durationMs?: number | undefined;
}
