import type { ClientJob } from '../../../src/contract/clients/client-job';

/** With what Azure could take for code of its own. */
export const madeUpJob: ClientJob = {
  origin: 'https://runner.example',
  job: '[nightly] sales',
  about: 'Sales of "the" day.',
  parameters: [
    { name: 'region', default: 'NORTE' },
    { name: 'days', default: '[1, 2]' },
    { name: 'open', default: '[not closed' },
    { name: 'mail', default: '@all' },
  ],
  columns: null,
};
