import { notebookTask } from './notebook-task';
import type { Scenario } from './scenario';

export const hugeOutput: Scenario = {
  name: 'huge-output',
  about: 'More than the 5 MB that Databricks keeps of an output: JSON that is cut in the middle.',
  settings: { name: 'Huge output', tasks: [notebookTask('main', '/Stories/Huge')] },
  programs: {
    '/Stories/Huge': {
      run: () =>
        Array.from({ length: 110_000 }, (_, index) => ({
          index,
          text: `row ${index} of a table that is too long · é`,
        })),
    },
  },
};
