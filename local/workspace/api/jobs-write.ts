import { checkTasks } from '../simulation/check-settings';
import { checkNotifications } from '../simulation/notifications/notify';
import { invalid } from '../simulation/refusal';
import { countCreation } from '../simulation/runs/admission';
import { stopRun } from '../simulation/runs/stop';
import { findJob } from './find';
import type { Routes } from './route';
import { readSettings, withDefaults } from './settings-form';
import { updateSettings } from './settings-update';

export const jobsWriteRoutes: Routes = {
  'POST jobs/create': ({ world, args, user, version }) => {
    const { access_control_list: _list, ...fields } = args.fields;
    const settings = withDefaults(readSettings(fields), version);
    checkTasks(settings.tasks);
    checkNotifications(world, settings);
    countCreation(world);
    const jobId = world.ids.next(false);
    world.jobs.set(jobId, {
      jobId,
      creator: user.name,
      createdAt: world.timeline.now,
      giantIds: false,
      settings,
    });
    return { job_id: jobId };
  },

  'POST jobs/update': (call) => {
    const job = findJob(call, 'manage', call.args.id('job_id'));
    const given = call.args.object('new_settings') ?? {};
    const settings = updateSettings(job.settings, given, call.args.texts('fields_to_remove') ?? []);
    checkTasks(settings.tasks);
    if (given.webhook_notifications) checkNotifications(call.world, settings);
    job.settings = settings;
    return {};
  },

  'POST jobs/reset': (call) => {
    const job = findJob(call, 'manage', call.args.id('job_id'));
    const given = call.args.object('new_settings');
    if (!given) throw invalid('Missing required field: new_settings');
    // Unlike a new job, one that is reset does not get a queue by itself.
    const settings = withDefaults(readSettings(given), '2.1');
    checkTasks(settings.tasks);
    checkNotifications(call.world, settings);
    job.settings = settings;
    return {};
  },

  'POST jobs/delete': (call) => {
    const { jobId } = findJob(call, 'manage', call.args.id('job_id'));
    for (const run of call.world.runs.values()) if (run.jobId === jobId) stopRun(call.world, run, 'canceled');
    call.world.jobs.delete(jobId);
    call.world.grants.delete(jobId);
    return {};
  },
};
