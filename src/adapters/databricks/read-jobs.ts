import { z } from 'zod';
import type { Answer } from '../../domain/answer';
import type { Job, JobSummary } from '../../domain/job';
import { kindOfTask } from '../../domain/task-kind';
import type { Ask } from './ask';
import { idSchema } from './id-schema';
import { laterPages } from './pages';

const MOST_A_PAGE = 100;

const text = z.string().optional();

/** Without `jobs` if there are none. */
const listSchema = z.looseObject({
  jobs: z.array(z.looseObject({ job_id: idSchema, settings: z.looseObject({ name: text }).optional() })).optional(),
  next_page_token: text,
});

const count = z.number().nonnegative().optional().catch(undefined);

const scheduleSchema = z
  .looseObject({ quartz_cron_expression: z.string(), timezone_id: z.string(), pause_status: text })
  .transform(({ quartz_cron_expression: cron, timezone_id: timezone, pause_status }) => ({
    cron,
    timezone,
    paused: pause_status === 'PAUSED',
  }));

const jobPageSchema = z.looseObject({
  settings: z
    .looseObject({
      name: text,
      parameters: z.array(z.looseObject({ name: z.string(), default: text })).optional(),
      tasks: z.array(z.looseObject({ task_key: z.string() })).optional(),
      timeout_seconds: count,
      max_concurrent_runs: count,
      queue: z.looseObject({ enabled: z.boolean() }).optional().catch(undefined),
      schedule: scheduleSchema.optional().catch(undefined),
    })
    .optional(),
  next_page_token: text,
});

const jobSchema = jobPageSchema.extend({ job_id: idSchema });

export interface JobsQuery {
  /** Exact, but for upper and lower case. */
  name?: string | undefined;
  /** At most 100. */
  limit?: number | undefined;
  pageToken?: string | undefined;
}

export interface JobsPage {
  jobs: JobSummary[];
  nextPageToken?: string | undefined;
}

/** One page of the jobs that this app may see. */
export async function readJobs(ask: Ask, { name, limit, pageToken }: JobsQuery): Promise<Answer<JobsPage>> {
  const answer = await askForJobs(ask, { name, limit, page_token: pageToken });
  if (!answer.ok) return answer;
  const next = answer.value.next_page_token;
  return { ok: true, value: { jobs: summaries(answer.value), ...(next && { nextPageToken: next }) } };
}

/** All jobs of this name. Like Databricks, it does not tell upper from lower case. */
export async function readJobsNamed(ask: Ask, name: string): Promise<Answer<JobSummary[]>> {
  const first = await askForJobs(ask, { name, limit: MOST_A_PAGE });
  if (!first.ok) return first;
  const rest = await laterPages(first.value, (page_token) => askForJobs(ask, { name, limit: MOST_A_PAGE, page_token }));
  if (!rest.ok) return rest;
  // Were the filter ever ignored, any job could be taken for the one that is meant.
  const isMeant = (job: JobSummary) => job.name.toLowerCase() === name.toLowerCase();
  return { ok: true, value: [first.value, ...rest.value].flatMap(summaries).filter(isMeant) };
}

export async function readJob(ask: Ask, jobId: string): Promise<Answer<Job>> {
  const question = (page_token?: string) =>
    ({ method: 'GET', path: 'jobs/get', query: { job_id: jobId, page_token } }) as const;
  const first = await ask(question(), jobSchema);
  if (!first.ok) return first;
  const rest = await laterPages(first.value, (token) => ask(question(token), jobPageSchema));
  if (!rest.ok) return rest;
  const { job_id, settings } = first.value;
  const tasks = [first.value, ...rest.value].flatMap((page) => page.settings?.tasks ?? []);
  return {
    ok: true,
    value: {
      id: job_id,
      name: settings?.name ?? '',
      parameters: (settings?.parameters ?? []).map((each) => ({ name: each.name, default: each.default ?? '' })),
      tasks: tasks.map((task) => ({ key: task.task_key, kind: kindOfTask(task) })),
      timeoutSeconds: settings?.timeout_seconds || undefined, // 0 stands for none
      maxConcurrentRuns: settings?.max_concurrent_runs,
      queue: settings?.queue?.enabled,
      schedule: settings?.schedule,
    },
  };
}

function askForJobs(ask: Ask, query: Record<string, string | number | undefined>) {
  return ask({ method: 'GET', path: 'jobs/list', query }, listSchema);
}

function summaries({ jobs = [] }: z.infer<typeof listSchema>): JobSummary[] {
  return jobs.map(({ job_id, settings }) => ({ id: job_id, name: settings?.name ?? '' }));
}
