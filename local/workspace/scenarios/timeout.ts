import { notebookTask } from './notebook-task';
import type { Scenario } from './scenario';

export const timeout: Scenario = {
  name: 'timeout',
  about: 'A run that takes longer than it may.',
  settings: { name: 'Timeout', timeout_seconds: 30, tasks: [notebookTask('main', '/Stories/Endless')] },
  programs: { '/Stories/Endless': { pace: { runningMs: 86_400_000 }, run: () => 'never seen' } },
};
