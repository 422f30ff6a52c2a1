import { notebookTask } from './notebook-task';
import type { Scenario } from './scenario';

export const giantIds: Scenario = {
  name: 'giant-ids',
  about: 'Its job, runs and tasks have ids that a JavaScript number would round.',
  giantIds: true,
  settings: { name: 'Giant ids', max_concurrent_runs: 10, tasks: [notebookTask('main', '/Stories/Quick giant')] },
  programs: { '/Stories/Quick giant': { run: () => ({ big: 9007199254740993n }) } },
};
