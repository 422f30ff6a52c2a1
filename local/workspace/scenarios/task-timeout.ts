import { notebookTask } from './notebook-task';
import type { Scenario } from './scenario';

export const taskTimeout: Scenario = {
  name: 'task-timeout',
  about: 'A task that takes longer than it may, and is tried again once.',
  settings: {
    name: 'Task timeout',
    tasks: [notebookTask('main', '/Stories/Endless', { timeout_seconds: 10, max_retries: 1, retry_on_timeout: true })],
  },
  programs: { '/Stories/Endless': { pace: { runningMs: 86_400_000 }, run: () => 'never seen' } },
};
