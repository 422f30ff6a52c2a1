import { after, notebookTask } from './notebook-task';
import type { Scenario } from './scenario';

export const manyTasks: Scenario = {
  name: 'many-tasks',
  about: '250 tasks, which take three pages to read.',
  settings: {
    name: 'Many tasks',
    tasks: Array.from({ length: 250 }, (_, index) =>
      notebookTask(`task_${index}`, '/Stories/One of many', { depends_on: index === 0 ? [] : after('task_0') }),
    ),
  },
  programs: { '/Stories/One of many': { run: ({ taskKey }) => ({ taskKey }) } },
};
