import { invalid } from '../simulation/refusal';
import type { Job } from '../simulation/runs/run';
import { findJob, isPermitted } from './find';
import { listPage } from './list-page';
import { pageOf } from './page';
import type { Call, Routes } from './route';
import { nextPage, TASKS_A_PAGE } from './run-view';
import { settingsView } from './settings-form';

const MOST_A_PAGE = 100;
const USUAL_PAGE = 20;
const LONGEST_OFFSET = 1000;

export const jobsReadRoutes: Routes = {
  'GET jobs/get': (call) => {
    const { version, args } = call;
    const job = findJob(call, 'view', args.id('job_id'));
    if (version === '2.0') return jobView(job, settingsView(job.settings, version));
    const token = version === '2.2' ? args.text('page_token') : undefined;
    const page = pageOf('job tasks', job.settings.tasks, TASKS_A_PAGE, token);
    const settings = settingsView({ ...job.settings, tasks: page.items }, version);
    return { ...jobView(job, settings), run_as_user_name: job.creator, ...nextPage(page, version) };
  },

  'GET jobs/list': (call) => {
    const { world, version, args } = call;
    const name = args.text('name')?.toLowerCase();
    const jobs = [...world.jobs.values()]
      .filter((job) => isPermitted(call, 'view', job.jobId, job.creator))
      .filter((job) => name === undefined || job.settings.name.toLowerCase() === name)
      .reverse();
    if (version === '2.0') return withJobs(jobs.map((job) => listedJob(job, call)));
    const orders = new Map([...world.jobs.keys()].map((jobId, order) => [jobId, order]));
    const { items, rest } = listPage(call, jobs, (job) => orders.get(job.jobId) ?? 0, {
      kind: 'jobs',
      limit: limitOf(call),
      longestOffset: LONGEST_OFFSET,
    });
    return { ...withJobs(items.map((job) => listedJob(job, call))), ...rest };
  },
};

const withJobs = (jobs: unknown[]) => (jobs.length > 0 ? { jobs } : {});

const jobView = ({ jobId, creator, createdAt }: Job, settings: unknown) => ({
  job_id: jobId,
  creator_user_name: creator,
  created_time: createdAt,
  settings,
});

function listedJob(job: Job, { version, args }: Call) {
  if (version === '2.0') return jobView(job, settingsView(job.settings, version));
  const { tasks, ...rest } = settingsView(job.settings, version) as { tasks: unknown[] };
  if (!args.flag('expand_tasks')) return jobView(job, rest);
  // 2.1 leaves out the tasks of a job that has too many; 2.2 says that there are more.
  const hasMore = tasks.length > TASKS_A_PAGE;
  if (hasMore && version === '2.1') return jobView(job, rest);
  const view = jobView(job, { ...rest, tasks: tasks.slice(0, TASKS_A_PAGE) });
  return { ...view, ...(version === '2.2' && { has_more: hasMore }) };
}

function limitOf({ args }: Call): number {
  const limit = args.whole('limit') ?? USUAL_PAGE;
  if (limit < 1 || limit > MOST_A_PAGE)
    throw invalid(`Invalid limit ${limit} - it has to be between 1 and ${MOST_A_PAGE}.`);
  return limit;
}
