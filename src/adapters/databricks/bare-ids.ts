import { rawNumber } from '../../domain/texts/int64-json';

/** Databricks documents its ids as numbers, so they are sent as such, with all of their digits. */
export const bareId = (id: unknown): unknown => (typeof id === 'string' ? rawNumber(id) : id);

type Fields = Readonly<Record<string, unknown>>;

/** Settings of a job, or of a run without one, with the ids of the jobs that its tasks run. */
export const withBareIds = ({ tasks, ...rest }: Fields): Fields => ({
  ...rest,
  ...(tasks !== undefined && { tasks: Array.isArray(tasks) ? tasks.map(bareTask) : tasks }),
});

function bareTask(task: unknown): unknown {
  if (!isFields(task)) return task;
  const { run_job_task: job, for_each_task: each } = task;
  return {
    ...task,
    ...(isFields(job) && { run_job_task: { ...job, job_id: bareId(job.job_id) } }),
    ...(isFields(each) && { for_each_task: { ...each, task: bareTask(each.task) } }),
  };
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
