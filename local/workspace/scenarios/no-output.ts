import { notebookTask } from './notebook-task';
import type { Scenario } from './scenario';

export const noOutput: Scenario = {
  name: 'no-output',
  about: 'Three notebooks: one never calls exit, one calls it with nothing, one prints null.',
  settings: {
    name: 'No output',
    tasks: [
      notebookTask('silent', '/Stories/Silent'),
      notebookTask('empty', '/Stories/Empty'),
      notebookTask('null', '/Stories/Null'),
    ],
  },
  programs: {
    '/Stories/Silent': { run: () => undefined },
    '/Stories/Empty': { run: () => '' },
    '/Stories/Null': { run: () => null },
  },
};
