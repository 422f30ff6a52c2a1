import { z } from 'zod';
import type { Answer } from '../../domain/answer';
import type { JobRun } from '../../domain/job-run';
import type { Ask } from './ask';
import { idSchema } from './id-schema';
import { stateOf } from './read-run';
import { standing } from './run-schema';

export interface JobRunsQuery {
  /** Not both. */
  activeOnly?: boolean | undefined;
  completedOnly?: boolean | undefined;
  /** At most 25. */
  limit?: number | undefined;
  pageToken?: string | undefined;
  /** Started then, in milliseconds since 1970, both included. */
  from?: number | undefined;
  to?: number | undefined;
}

export interface JobRunsPage {
  /** The newest is first. There may be fewer than asked for, also where there is a next page. */
  runs: JobRun[];
  nextPageToken?: string | undefined;
}

const text = z.string().optional();
const duration = z.number().nonnegative().optional().catch(undefined);
/** 0 stands for what has not come yet. */
const time = z.number().positive().optional().catch(undefined);

const listedSchema = z
  .looseObject({
    run_id: idSchema,
    run_name: text,
    run_page_url: text,
    trigger: text,
    creator_user_name: text,
    start_time: time,
    end_time: time,
    queue_duration: duration,
    setup_duration: duration,
    execution_duration: duration,
    cleanup_duration: duration,
    run_duration: duration,
    ...standing,
  })
  .transform(
    (run): JobRun => ({
      id: run.run_id,
      name: run.run_name ?? '',
      state: stateOf(run),
      pageUrl: run.run_page_url ?? '',
      trigger: run.trigger,
      creator: run.creator_user_name,
      startedAt: run.start_time,
      endedAt: run.end_time,
      queueMs: run.queue_duration,
      durationMs: durationOf(run),
    }),
  );

interface Durations {
  setup_duration?: number | undefined;
  execution_duration?: number | undefined;
  cleanup_duration?: number | undefined;
  run_duration?: number | undefined;
}

/** Of a run with several tasks one field says it; of the older form, with one task, it is the sum of three. */
function durationOf({ run_duration, setup_duration = 0, execution_duration = 0, cleanup_duration = 0 }: Durations) {
  return run_duration || setup_duration + execution_duration + cleanup_duration || undefined;
}

/** Without `runs` if there are none. */
const listSchema = z
  .looseObject({ runs: z.array(listedSchema).optional(), next_page_token: text })
  .transform(({ runs = [], next_page_token: next }) => ({ runs, ...(next && { nextPageToken: next }) }));

/** One page of the runs of a job. */
export function readJobRuns(ask: Ask, jobId: string, asked: JobRunsQuery): Promise<Answer<JobRunsPage>> {
  const query = {
    job_id: jobId,
    active_only: asked.activeOnly ? 'true' : undefined,
    completed_only: asked.completedOnly ? 'true' : undefined,
    limit: asked.limit,
    page_token: asked.pageToken,
    start_time_from: asked.from,
    start_time_to: asked.to,
  };
  return ask({ method: 'GET', path: 'jobs/runs/list', query }, listSchema);
}
