import { notebookTask } from './notebook-task';
import type { Scenario } from './scenario';

export const quickSuccess: Scenario = {
  name: 'quick-success',
  about: 'One task that succeeds within seconds.',
  settings: { name: 'Quick success', max_concurrent_runs: 1000, tasks: [notebookTask('main', '/Stories/Quick')] },
  programs: {
    '/Stories/Quick': { pace: { pendingMs: 500, runningMs: 1000, terminatingMs: 200 }, run: () => [{ answer: 42 }] },
  },
};
