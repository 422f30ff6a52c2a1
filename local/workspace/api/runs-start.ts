import { checkTasks } from '../simulation/check-settings';
import { checkNotifications } from '../simulation/notifications/notify';
import { invalid } from '../simulation/refusal';
import { countCreation } from '../simulation/runs/admission';
import { startRun } from '../simulation/runs/start-run';
import { selectTasks } from '../simulation/tasks/task-selection';
import { findJob } from './find';
import type { Call, Routes } from './route';
import { readOverrides } from './run-parameters';
import { readSettings } from './settings-form';

const LONGEST_TOKEN = 64;

/** What a submitted run is asked for, but is no setting of it. */
const NOT_SETTINGS = ['run_name', 'idempotency_token', 'access_control_list'];

export const runsStartRoutes: Routes = {
  'POST jobs/run-now': (call) => {
    const { world, args, user } = call;
    const { jobId, settings, giantIds } = findJob(call, 'run', args.id('job_id'));
    const overrides = readOverrides(args);
    const only = args.texts('only');
    const runId = startOnce(call, (idempotencyToken) => {
      if (settings.tasks.length === 0) throw invalid(`Job ${jobId} has no tasks.`);
      return startRun(world, {
        jobId,
        type: 'JOB_RUN',
        creator: user.name,
        settings,
        giantIds,
        overrides,
        only: only && selectTasks(settings.tasks, only),
        queueEnabled: queueAskedFor(call),
        idempotencyToken,
      }).runId;
    });
    return { run_id: runId, number_in_job: runId };
  },

  'POST jobs/runs/submit': (call) => {
    const { world, args, user } = call;
    const fields = Object.fromEntries(Object.entries(args.fields).filter(([name]) => !NOT_SETTINGS.includes(name)));
    const settings = readSettings({ ...fields, name: args.text('run_name') ?? 'Untitled' });
    checkTasks(settings.tasks);
    checkNotifications(world, settings);
    if (settings.tasks.length === 0) throw invalid('A run needs at least one task.');
    const runId = startOnce(call, (idempotencyToken) => {
      countCreation(world);
      const jobId = world.ids.next(false);
      const type = 'SUBMIT_RUN';
      const creator = user.name;
      return startRun(world, { jobId, type, creator, settings, giantIds: false, overrides: {}, idempotencyToken })
        .runId;
    });
    return { run_id: runId };
  },
};

/** The same token leads to the same run, also when that has ended, and to an error when it was deleted. */
function startOnce({ world, args }: Call, start: (token: string | undefined) => bigint): bigint {
  const token = args.text('idempotency_token');
  if (!token) return start(undefined);
  if (token.length > LONGEST_TOKEN)
    throw invalid(`The idempotency token must have at most ${LONGEST_TOKEN} characters.`);
  const runId = world.tokens.get(token);
  if (runId === null) throw invalid(`The run with the idempotency token ${token} has been deleted.`);
  return runId ?? start(token);
}

function queueAskedFor({ args }: Call): boolean | undefined {
  const enabled = args.object('queue')?.enabled;
  return typeof enabled === 'boolean' ? enabled : undefined;
}
