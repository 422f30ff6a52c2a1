import type { Scenario } from './scenario';

export const forEach: Scenario = {
  name: 'for-each',
  about: 'A notebook runs once for each of five regions, two at a time.',
  settings: {
    name: 'For each region',
    tasks: [
      {
        task_key: 'regions',
        for_each_task: {
          inputs: '["NORTE","SUR","ESTE","OESTE","CENTRO"]',
          concurrency: 2,
          task: {
            task_key: 'region',
            notebook_task: { notebook_path: '/Stories/One region', base_parameters: { region: '{{input}}' } },
          },
        },
      },
    ],
  },
  programs: { '/Stories/One region': { run: ({ parameters }) => ({ region: parameters.region }) } },
};
