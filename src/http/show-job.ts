import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { JobView } from '../contract/job-view';
import { ProblemError } from '../contract/problem';
import { isJobId, jobSchema } from '../contract/run-request';
import type { App } from './app';
import { databricksProblem } from './find-job';
import { refuseUnknownOptions } from './query';

/** `GET /jobs/{job}`: what a caller needs to know to run a job. */
export async function showJob({ params, query }: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(query, []);
  const asked = jobSchema.safeParse(params.job ?? '');
  if (!asked.success) {
    const detail = 'must be an alias of the catalog, or the id or the name of a job';
    throw new ProblemError({
      status: 400,
      code: 'jobInvalid',
      detail: `The job ${detail}.`,
      errors: [{ field: 'job', detail }],
    });
  }
  const entry = app.catalog.get(asked.data);
  const jobId = entry?.job ?? (isJobId(asked.data) ? asked.data : await app.findJob(asked.data));
  const answer = await app.databricks.job(jobId);
  if (!answer.ok) throw databricksProblem(answer.problem, 'The job could not be read');
  const { id, name, parameters, tasks } = answer.value;
  const ofCatalog = entry && {
    alias: asked.data,
    about: entry.about ?? null,
    defaults: entry.defaults ?? {},
    allowedParameters: entry.allowedParameters ?? null,
    columns: entry.columns ?? null,
  };
  const body: JobView = { id, name, parameters, tasks, catalog: ofCatalog ?? null };
  return { status: 200, jsonBody: body };
}
