import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { type JobRef, newJobSchema } from '../../../contract/jobs/job-change';
import { ProblemError } from '../../../contract/problem';
import type { Problem } from '../../../domain/answer';
import { addressIn } from '../../address-in';
import type { App } from '../../app';
import { refuseWithoutJob } from '../../callers/own-jobs';
import { databricksProblem } from '../../databricks-problem';
import { noteChange } from '../../note-change';
import { readWorkspace, refuseUnknownOptions } from '../../reading/query';
import { readBodyAs } from '../../reading/read-body-as';
import { refuseChange } from '../../refuse-change';

const WHAT = 'The job could not be created';

/** `POST /jobs`: a body of Databricks' jobs/create, as it is. */
export async function createJob(request: HttpRequest, app: App): Promise<HttpResponseInit> {
  const { query } = request;
  refuseUnknownOptions(query, ['workspace']);
  refuseChange('jobs', app);
  refuseWithoutJob(app);
  const workspace = readWorkspace(query, app);
  const answer = await workspace.databricks.createJob(await readBodyAs(request, newJobSchema));
  if (!answer.ok)
    throw answer.problem.mayHaveHappened ? unconfirmed(answer.problem) : databricksProblem(answer.problem, WHAT);
  const body: JobRef = { id: answer.value.id };
  noteChange('jobCreated', body.id, workspace, app);
  return { status: 201, headers: { location: addressIn(workspace, `jobs/${body.id}`, app) }, jsonBody: body };
}

/** Unlike a start, it can't be asked for twice as if it were once. */
const unconfirmed = ({ message, code }: Problem) =>
  new ProblemError({
    status: 504,
    code: 'changeUnconfirmed',
    detail: `Databricks has not said whether it has created the job. Look for it (GET /api/jobs?name=…) before you send this again, or there may be two. Databricks: ${message} (${code})`,
  });
