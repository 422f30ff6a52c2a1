import { after, notebookTask } from './notebook-task';
import { pythonError } from './python-error';
import type { Scenario } from './scenario';

export const internalError: Scenario = {
  name: 'internal-error',
  about: 'A task fails and takes the ones after it along: the run ends as INTERNAL_ERROR, not TERMINATED.',
  settings: {
    name: 'Internal error',
    tasks: [
      notebookTask('load', '/Stories/Missing table'),
      notebookTask('publish', '/Stories/Publish', { depends_on: after('load') }),
    ],
  },
  programs: {
    '/Stories/Missing table': {
      run: () => {
        throw pythonError(
          'AnalysisException',
          '[TABLE_OR_VIEW_NOT_FOUND] The table `sales` cannot be found.',
          "spark.table('sales')",
        );
      },
    },
    '/Stories/Publish': { run: () => 'published' },
  },
};
