import type { Concurrency } from '../request/run-request';

/** A run in the row of its job: it was going on, or about to be started, when somebody last looked. */
export interface TurnEntry {
  instanceId: string;
  nonce: string;
  /** The alias that was asked for, else the id, as in the row of the run. */
  job: string;
  concurrency: Concurrency;
  /** The same for all starts that would run the same. */
  parametersHash: string;
  createdAt: string;
  /** The one callback that its end is told to. Missing: none. */
  callbackId?: string | undefined;
}

/**
 * How long a run counts that is in the row and was not started: whoever wrote it there has crashed. It must not start the
 * run any more after the shorter time, so that nobody takes for gone what is just about to begin.
 */
export const UNSTARTED_COUNTS_MS = 60_000;
export const MUST_START_WITHIN_MS = 30_000;
