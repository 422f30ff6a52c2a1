import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { App } from '../../app';
import { readJob } from '../../jobs/read-job';
import { refuseUnknownOptions } from '../../reading/query';

/** `GET /jobs/{job}`: what a caller needs to know to run a job. */
export async function showJob({ params, query }: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(query, ['workspace']);
  return { status: 200, jsonBody: await readJob(params.job, query, app) };
}
