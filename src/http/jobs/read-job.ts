import { catalogPart, type JobView } from '../../contract/jobs/job-view';
import type { App } from '../app';
import { databricksProblem } from '../databricks-problem';
import { jobInPath } from './job-in-path';

/** What Databricks and the catalog know of a job, which a path names by its alias, its id or its name. */
export async function readJob(inPath: string | undefined, query: URLSearchParams, app: App): Promise<JobView> {
  const { asked, id, workspace, entry } = await jobInPath(inPath, query, app);
  const answer = await workspace.databricks.job(id);
  if (!answer.ok) throw databricksProblem(answer.problem, 'The job could not be read');
  const { schedule, timeoutSeconds, maxConcurrentRuns, queue, ...job } = answer.value;
  return {
    ...job,
    timeoutSeconds: timeoutSeconds ?? null,
    maxConcurrentRuns: maxConcurrentRuns ?? null,
    queue: queue ?? null,
    schedule: schedule ?? null,
    catalog: entry ? catalogPart(asked, entry) : null,
  };
}
