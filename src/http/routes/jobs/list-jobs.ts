import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { isOwnJob } from '../../../contract/callers/caller';
import type { JobList } from '../../../contract/jobs/job-view';
import { DEFAULT_WORKSPACE } from '../../../contract/workspaces/workspace';
import type { App } from '../../app';
import { ownCatalog } from '../../callers/own-jobs';
import { pageProblem } from '../../databricks-problem';
import { readJobName, readWhole, readWorkspace, refuseUnknownOptions } from '../../reading/query';

/** `GET /jobs`: the aliases of the catalog, and the jobs of the workspace that this app may see. */
export async function listJobs({ query }: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(query, ['name', 'limit', 'pageToken', 'workspace']);
  const workspace = readWorkspace(query, app);
  const pageToken = query.get('pageToken') ?? undefined;
  const answer = await workspace.databricks.jobs({
    name: readJobName(query),
    limit: readWhole(query, 'limit', 1, 100, 25),
    pageToken,
  });
  if (!answer.ok) throw pageProblem(answer.problem, pageToken, 'The jobs could not be listed');
  const { jobs, nextPageToken = null } = answer.value;
  const aliases = [...ownCatalog(app)]
    .filter(([, entry]) => (entry.workspace ?? DEFAULT_WORKSPACE) === workspace.alias)
    .map(([alias, { job, about = null }]) => ({ alias, job, about }));
  const own = jobs.filter(({ id }) => isOwnJob(app.caller, { job: id, workspace: workspace.alias }));
  const body: JobList = { ...(pageToken === undefined && { aliases }), jobs: own, nextPageToken };
  return { status: 200, jsonBody: body };
}
