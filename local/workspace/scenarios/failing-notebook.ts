import { notebookTask } from './notebook-task';
import { pythonError } from './python-error';
import type { Scenario } from './scenario';

export const failingNotebook: Scenario = {
  name: 'failing-notebook',
  about: 'A notebook that raises an error, with the trace as a terminal would colour it.',
  jobId: 103n,
  settings: { name: 'Failing notebook', max_concurrent_runs: 10, tasks: [notebookTask('main', '/Stories/Typo')] },
  programs: {
    '/Stories/Typo': {
      run: () => {
        throw pythonError('NameError', "name 'datframe' is not defined", 'datframe.show()');
      },
    },
  },
};
