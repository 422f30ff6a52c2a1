import type { RunChanges } from '../adapters/storage/runs';
import type { RunFacts } from '../contract/runs/run-result';
import { cleanText } from '../domain/clean-text';
import { hasEnded } from '../domain/outcome';
import type { Run } from '../domain/run';

/** A job's name may have 4,096 characters, and the status of an instance holds about twice as much in all. */
const MOST_TEXT = 300;
const MOST_ADDRESS = 1_000;

/** What callers are told of a run while it goes on, small enough for the status of an instance. */
export function factsOf({ id, jobId, name, pageUrl, state, tasks }: Run): RunFacts {
  return {
    id,
    jobId: jobId ?? null,
    name: cleanText(name, MOST_TEXT) || null,
    pageUrl: (pageUrl.length <= MOST_ADDRESS && pageUrl) || null,
    state: cleanText(state.result ?? state.lifeCycle ?? state.status ?? '', MOST_TEXT) || null,
    message: cleanText(state.message, MOST_TEXT) || null,
    tasksDone: tasks.filter((task) => hasEnded(task.state)).length,
    tasksTotal: tasks.length,
  };
}

/** What the row of a run keeps of them. */
export const rowFactsOf = ({ jobId, name, pageUrl }: RunFacts): RunChanges => ({
  ...(jobId && { jobId }),
  ...(name && { jobName: name }),
  ...(pageUrl && { pageUrl }),
});
