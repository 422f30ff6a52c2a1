import { after, notebookTask } from './notebook-task';
import { pythonError } from './python-error';
import type { Scenario } from './scenario';

export const partialSuccess: Scenario = {
  name: 'partial-success',
  about: 'A task fails, but the one that cleans up after it succeeds: SUCCESS_WITH_FAILURES.',
  settings: {
    name: 'Partial success',
    tasks: [
      notebookTask('import', '/Stories/Broken import'),
      notebookTask('tidy', '/Stories/Tidy', { depends_on: after('import'), run_if: 'ALL_DONE' }),
    ],
  },
  programs: {
    '/Stories/Broken import': {
      run: () => {
        throw pythonError('ValueError', 'row 17 has no date', 'parse(rows)');
      },
    },
    '/Stories/Tidy': { run: () => 'tidied' },
  },
};
