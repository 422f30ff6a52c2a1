import { notebookTask } from './notebook-task';
import type { Scenario } from './scenario';

export const skippedByLimit: Scenario = {
  name: 'skipped-by-limit',
  about: 'One run at a time; the others are skipped although the start of them succeeds.',
  settings: {
    name: 'Skipped by its limit',
    max_concurrent_runs: 1,
    queue: { enabled: false },
    tasks: [notebookTask('main', '/Stories/A minute')],
  },
  programs: { '/Stories/A minute': { pace: { runningMs: 60_000 }, run: () => 'done' } },
};
