import { after, notebookTask } from './notebook-task';
import type { Scenario } from './scenario';

export const condition: Scenario = {
  name: 'condition',
  about: 'A check decides which of two tasks runs; the other is excluded.',
  settings: {
    name: 'Condition',
    parameters: [{ name: 'rows', default: '1200' }],
    tasks: [
      { task_key: 'is_large', condition_task: { op: 'GREATER_THAN', left: '{{job.parameters.rows}}', right: '1000' } },
      notebookTask('large', '/Stories/Large', { depends_on: [{ task_key: 'is_large', outcome: 'true' }] }),
      notebookTask('small', '/Stories/Small', { depends_on: [{ task_key: 'is_large', outcome: 'false' }] }),
      notebookTask('finish', '/Stories/Finish', { depends_on: after('large', 'small'), run_if: 'NONE_FAILED' }),
    ],
  },
  programs: {
    '/Stories/Large': { run: () => 'large' },
    '/Stories/Small': { run: () => 'small' },
    '/Stories/Finish': { run: () => 'finished' },
  },
};
