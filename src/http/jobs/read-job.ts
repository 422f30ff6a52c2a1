import { catalogPart, type JobView } from '../../contract/job-view';
import { ProblemError } from '../../contract/problem';
import { isJobId, jobSchema } from '../../contract/runs/run-request';
import type { App } from '../app';
import { mayUse } from '../callers/own-jobs';
import { databricksProblem } from './databricks-problem';
import { unknownJob } from './find-job';
import { workspaceOfJob } from './workspace-of-job';

/** What Databricks and the catalog know of a job, which a path names by its alias, its id or its name. */
export async function readJob(inPath: string | undefined, query: URLSearchParams, app: App): Promise<JobView> {
  const asked = jobSchema.safeParse(inPath ?? '');
  if (!asked.success) {
    const detail = 'must be an alias of the catalog, or the id or the name of a job';
    throw new ProblemError({
      status: 400,
      code: 'jobInvalid',
      detail: `The job ${detail}.`,
      errors: [{ field: 'job', detail }],
    });
  }
  if (!mayUse(asked.data, query.get('workspace') ?? undefined, app)) throw unknownJob();
  const entry = app.catalog.get(asked.data);
  const workspace = workspaceOfJob(entry, query, app);
  const jobId = entry?.job ?? (isJobId(asked.data) ? asked.data : await app.findJob(asked.data, workspace));
  const answer = await workspace.databricks.job(jobId);
  if (!answer.ok) throw databricksProblem(answer.problem, 'The job could not be read');
  const { id, name, parameters, tasks } = answer.value;
  return { id, name, parameters, tasks, catalog: entry ? catalogPart(asked.data, entry) : null };
}
