import { notebookTask } from './notebook-task';
import { pythonError } from './python-error';
import type { Scenario } from './scenario';

export const retriedTask: Scenario = {
  name: 'retried-task',
  about: 'A task that fails twice before it succeeds: three attempts, each with a row of its own.',
  settings: {
    name: 'Retried task',
    tasks: [notebookTask('flaky', '/Stories/Third time lucky', { max_retries: 3, min_retry_interval_millis: 5000 })],
  },
  programs: {
    '/Stories/Third time lucky': {
      run: ({ attempt }) => {
        if (attempt < 2) throw pythonError('ConnectionError', 'the source did not answer', 'read(source)');
        return { attempt };
      },
    },
  },
};
