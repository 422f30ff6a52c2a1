import { arbitraryNumber } from './arbitrary-number';
import { after, notebookTask } from './notebook-task';
import type { Scenario } from './scenario';

export const nightlyReport: Scenario = {
  name: 'nightly-report',
  about: 'Four tasks that build on each other; the last one gives the figures.',
  jobId: 102n,
  settings: {
    name: 'Nightly report',
    parameters: [{ name: 'day', default: '2026-01-01' }],
    tasks: [
      notebookTask('extract', '/Demo/Extract'),
      notebookTask('clean', '/Demo/Clean', { depends_on: after('extract') }),
      notebookTask('enrich', '/Demo/Enrich', { depends_on: after('extract') }),
      notebookTask('report', '/Demo/Report', { depends_on: after('clean', 'enrich') }),
    ],
  },
  programs: {
    '/Demo/Extract': { pace: { pendingMs: 3000, runningMs: 8000 }, run: () => ({ files: 42 }) },
    '/Demo/Clean': { pace: { pendingMs: 0, runningMs: 6000 }, run: () => undefined },
    '/Demo/Enrich': { pace: { pendingMs: 0, runningMs: 9000 }, run: () => undefined },
    '/Demo/Report': {
      pace: { pendingMs: 0, runningMs: 4000 },
      run: ({ parameters: { day = '' } }) => [
        { day, metric: 'orders', value: arbitraryNumber(500, day, 'orders') },
        { day, metric: 'returns', value: arbitraryNumber(20, day, 'returns') },
      ],
    },
  },
};
