import { notebookTask } from './notebook-task';
import type { Scenario } from './scenario';

export const queued: Scenario = {
  name: 'queued',
  about: 'One run at a time; the others wait for their turn.',
  settings: {
    name: 'Queued',
    max_concurrent_runs: 1,
    queue: { enabled: true },
    tasks: [notebookTask('main', '/Stories/A minute')],
  },
  programs: { '/Stories/A minute': { pace: { runningMs: 60_000 }, run: () => 'done' } },
};
