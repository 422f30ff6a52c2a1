import type { ReportedState } from '../../domain/run';
import { oneLine } from '../../domain/texts/one-line';

type Words = Pick<ReportedState, 'lifeCycle' | 'result'>;

const PENDING: Words = { lifeCycle: 'PENDING' };
const RUNNING: Words = { lifeCycle: 'RUNNING' };

/** The states of an update, in the words in which Databricks speaks of runs. */
const WORDS: Readonly<Record<string, Words>> = {
  QUEUED: { lifeCycle: 'QUEUED' },
  CREATED: PENDING,
  WAITING_FOR_RESOURCES: PENDING,
  INITIALIZING: PENDING,
  RESETTING: RUNNING,
  SETTING_UP_TABLES: RUNNING,
  RUNNING,
  STOPPING: { lifeCycle: 'TERMINATING' },
  COMPLETED: { lifeCycle: 'TERMINATED', result: 'SUCCESS' },
  FAILED: { lifeCycle: 'TERMINATED', result: 'FAILED' },
  CANCELED: { lifeCycle: 'TERMINATED', result: 'CANCELED' },
};

/** One that nobody knows has not ended, whatever it is. */
export function stateOfUpdate(state: string): ReportedState {
  const words = Object.hasOwn(WORDS, state) ? WORDS[state] : undefined;
  return { ...(words ?? RUNNING), message: oneLine(`The update is ${state}.`) };
}
