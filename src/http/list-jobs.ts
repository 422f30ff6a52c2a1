import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { JobList } from '../contract/job-view';
import type { App } from './app';
import { databricksProblem } from './find-job';
import { readWhole, refuseQuery, refuseUnknownOptions } from './query';

/** `GET /jobs`: the aliases of the catalog, and the jobs of the workspace that this app may see. */
export async function listJobs({ query }: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(query, ['name', 'limit', 'pageToken']);
  const pageToken = query.get('pageToken') ?? undefined;
  const answer = await app.databricks.jobs({
    name: query.get('name') ?? undefined,
    limit: readWhole(query, 'limit', 1, 100, 25),
    pageToken,
  });
  if (!answer.ok && answer.problem.kind === 'refused' && pageToken !== undefined) {
    throw refuseQuery('pageToken', 'must be the nextPageToken of the page before');
  }
  if (!answer.ok) throw databricksProblem(answer.problem, 'The jobs could not be listed');
  const { jobs, nextPageToken = null } = answer.value;
  const aliases = [...app.catalog].map(([alias, { job, about = null }]) => ({ alias, job, about }));
  const body: JobList = { ...(pageToken === undefined && { aliases }), jobs, nextPageToken };
  return { status: 200, jsonBody: body };
}
