import { after, notebookTask } from './notebook-task';
import { pythonError } from './python-error';
import type { Scenario } from './scenario';

export const repairable: Scenario = {
  name: 'repairable',
  about: 'Fails at its first go and succeeds when it is repaired, if the parameter is passed again.',
  settings: {
    name: 'Repairable',
    parameters: [{ name: 'region', default: 'none' }],
    tasks: [
      notebookTask('prepare', '/Stories/Prepare'),
      notebookTask('load', '/Stories/Second time lucky', { depends_on: after('prepare') }),
      notebookTask('report', '/Stories/Region report', { depends_on: after('load') }),
    ],
  },
  programs: {
    '/Stories/Prepare': { run: () => 'prepared' },
    '/Stories/Second time lucky': {
      run: ({ attempt, parameters }) => {
        if (attempt === 0) throw pythonError('IOError', 'the file is not there yet', 'open(path)');
        return { region: parameters.region };
      },
    },
    '/Stories/Region report': { run: ({ parameters }) => [{ region: parameters.region }] },
  },
};
