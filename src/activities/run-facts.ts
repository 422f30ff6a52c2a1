import type { RunChanges } from '../adapters/storage/runs';
import { MOST_CURRENT_TASKS, type RunFacts } from '../contract/runs/run-result';
import { hasEnded } from '../domain/outcome';
import { phaseOf } from '../domain/phase';
import type { Run, TaskRun } from '../domain/run';
import { cleanText } from '../domain/texts/clean-text';

/** A job's name may have 4,096 characters, and the status of an instance holds about twice as much in all. */
const MOST_TEXT = 300;
const MOST_ADDRESS = 1_000;
const MOST_KEY = 100;

/** What callers are told of a run while it goes on, small enough for the status of an instance. */
export function factsOf({ id, jobId, name, pageUrl, state, queueReason, tasks }: Run): RunFacts {
  const currentTasks = hasEnded(state) ? [] : tasks.filter(isUnderWay).slice(0, MOST_CURRENT_TASKS);
  const reason = phaseOf(state) === 'queued' && queueReason ? cleanText(queueReason, MOST_TEXT) : '';
  return {
    id,
    jobId: jobId ?? null,
    name: cleanText(name, MOST_TEXT) || null,
    pageUrl: (pageUrl.length <= MOST_ADDRESS && pageUrl) || null,
    state: cleanText(state.result ?? state.lifeCycle ?? state.status ?? '', MOST_TEXT) || null,
    message: cleanText(state.message, MOST_TEXT) || null,
    tasksDone: tasks.filter((task) => hasEnded(task.state)).length,
    tasksTotal: tasks.length,
    ...(currentTasks.length > 0 && { currentTasks: currentTasks.map(({ key }) => cleanText(key, MOST_KEY)) }),
    ...(reason && { queueReason: reason }),
  };
}

/** One that waits for a cluster, or for other tasks, is not. */
const isUnderWay = ({ state }: TaskRun): boolean => ['running', 'ending'].includes(phaseOf(state));

/** What the row of a run keeps of them. */
export const rowFactsOf = ({ jobId, name, pageUrl }: RunFacts): RunChanges => ({
  ...(jobId && { jobId }),
  ...(name && { jobName: name }),
  ...(pageUrl && { pageUrl }),
});
