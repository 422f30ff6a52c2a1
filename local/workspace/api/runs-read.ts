import type { TaskRun } from '../simulation/runs/run';
import { findRunOrTaskRun } from './find';
import { outputView } from './output-view';
import { pageOf } from './page';
import type { Call, Routes } from './route';
import { runList } from './run-list';
import { nextPage, runView, TASKS_A_PAGE } from './run-view';
import { taskRunAsRun, taskRunView } from './task-view';

export const runsReadRoutes: Routes = {
  'GET jobs/runs/get': (call) => {
    const { version, args, place } = call;
    const { run, row } = findRunOrTaskRun(call, 'view', args.id('run_id'));
    if (row) return taskRunInFull(row, call);
    return runView(run, version, place, { token: args.text('page_token'), history: args.flag('include_history') });
  },

  'GET jobs/runs/get-output': (call) => outputView(call),

  'GET jobs/runs/list': (call) => runList(call),
};

/** A for-each task is read through its own id: only there are its iterations. */
function taskRunInFull(row: TaskRun, { version, args, place }: Call) {
  const view = taskRunAsRun(row, version, place);
  if (!row.iterations) return view;
  const page = pageOf('iterations', row.iterations, TASKS_A_PAGE, args.text('page_token'));
  const iterations = page.items.map((iteration) => taskRunView(iteration, version, place));
  return { ...view, iterations, ...nextPage(page, version) };
}
