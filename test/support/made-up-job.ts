import { notebookTask } from '../../local/workspace/scenarios/notebook-task';
import type { Scenario } from '../../local/workspace/scenarios/scenario';
import type { Pace, Program } from '../../local/workspace/simulation/tasks/program';

/** A job with one task, which runs for as long as the test likes. */
export function jobThatTakes(seconds: number, run: Program['run'] = () => 'done', pace: Pace = {}): Scenario {
  return {
    name: 'made-up',
    about: 'A job of a test.',
    settings: { name: 'Made up', max_concurrent_runs: 1000, tasks: [notebookTask('main', '/Made/Up')] },
    programs: {
      '/Made/Up': { pace: { pendingMs: 0, terminatingMs: 0, ...pace, runningMs: seconds * 1000 }, run },
    },
  };
}

/** A job with many tasks that know nothing of each other. */
export function jobOfTasks(count: number, run: Program['run']): Scenario {
  const tasks = Array.from({ length: count }, (_, index) => notebookTask(`task_${index}`, '/Made/Up'));
  return { ...jobThatTakes(1, run), settings: { name: 'Made up', max_concurrent_runs: 1000, tasks } };
}
