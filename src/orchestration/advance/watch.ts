import type { RunState } from '../run-state';
import { clear } from './failing';

/** The run goes on at Databricks, and is looked at from now on. */
export function watch(state: RunState, runId: string, now: number): RunState {
  const run = state.run?.id === runId ? state.run : startedRun(runId);
  return { ...clear(state), step: 'check', run, runStartedAt: now, nextAt: now };
}

const startedRun = (id: string): RunState['run'] => ({
  id,
  jobId: null,
  name: null,
  pageUrl: null,
  state: null,
  message: null,
  tasksDone: 0,
  tasksTotal: 0,
});
