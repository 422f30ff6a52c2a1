import { after, notebookTask } from './notebook-task';
import { salesTable } from './sales-table';
import type { Scenario } from './scenario';

export const runJob: Scenario = {
  name: 'run-job',
  about: 'A job whose task runs another job.',
  needs: [salesTable],
  settings: ([child = 0n]) => ({
    name: 'Run job',
    tasks: [
      { task_key: 'child', run_job_task: { job_id: child, job_parameters: { region: 'SUR' } } },
      notebookTask('wrap_up', '/Stories/Wrap up', { depends_on: after('child') }),
    ],
  }),
  programs: { '/Stories/Wrap up': { run: () => 'wrapped up' } },
};
