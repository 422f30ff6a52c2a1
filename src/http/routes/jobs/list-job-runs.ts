import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { type JobRunList, jobRunView } from '../../../contract/jobs/job-run-list';
import type { App } from '../../app';
import { pageProblem } from '../../databricks-problem';
import { jobInPath } from '../../jobs/job-in-path';
import { readChoice, readWhole, refuseUnknownOptions } from '../../reading/query';
import { readMoment } from '../../reading/read-time';

/** Databricks gives no more at once. */
const MOST_A_PAGE = 25;

/** `GET /jobs/{job}/runs`: the runs of a job at Databricks, whoever has started them. */
export async function listJobRuns({ params, query }: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(query, ['state', 'from', 'to', 'limit', 'pageToken', 'workspace']);
  const state = readChoice(query, 'state', ['all', 'active', 'completed']);
  const pageToken = query.get('pageToken') ?? undefined;
  const asked = {
    activeOnly: state === 'active',
    completedOnly: state === 'completed',
    from: readMoment(query, 'from'),
    to: readMoment(query, 'to'),
    limit: readWhole(query, 'limit', 1, MOST_A_PAGE, MOST_A_PAGE),
    pageToken,
  };
  const { id, workspace } = await jobInPath(params.job, query, app);
  const answer = await workspace.databricks.runsOf(id, asked);
  if (!answer.ok) throw pageProblem(answer.problem, pageToken, 'The runs of the job could not be listed');
  const { runs, nextPageToken = null } = answer.value;
  const body: JobRunList = { job: { id }, runs: runs.map(jobRunView), nextPageToken };
  return { status: 200, jsonBody: body };
}
