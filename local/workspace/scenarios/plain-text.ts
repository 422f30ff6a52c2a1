import { notebookTask } from './notebook-task';
import type { Scenario } from './scenario';

export const plainText: Scenario = {
  name: 'plain-text',
  about: 'A notebook that answers a sentence instead of JSON.',
  settings: { name: 'Plain text', max_concurrent_runs: 10, tasks: [notebookTask('main', '/Stories/Sentence')] },
  programs: {
    '/Stories/Sentence': {
      run: ({ parameters: { name = 'world' } }) => `Hello, ${name}. Nothing to "parse" here.`,
    },
  },
};
