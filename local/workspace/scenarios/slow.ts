import { notebookTask } from './notebook-task';
import type { Scenario } from './scenario';

const MINUTE = 60_000;

export const slow: Scenario = {
  name: 'slow',
  about: 'Four minutes until its cluster is there, an hour of work, and a minute to clean up.',
  settings: { name: 'Slow', tasks: [notebookTask('main', '/Stories/Slow')] },
  programs: {
    '/Stories/Slow': {
      pace: { pendingMs: 4 * MINUTE, runningMs: 60 * MINUTE, terminatingMs: MINUTE },
      run: () => 'at last',
    },
  },
};
