import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { type JobRef, jobChangeSchema } from '../../../contract/jobs/job-change';
import type { App } from '../../app';
import { databricksProblem } from '../../databricks-problem';
import { jobToChange } from '../../jobs/job-in-path';
import { noteChange } from '../../note-change';
import { refuseUnknownOptions } from '../../reading/query';
import { readBodyAs } from '../../reading/read-body-as';
import { requestInvalid } from '../../reading/request-invalid';
import { refuseChange } from '../../refuse-change';

/** `PATCH /jobs/{job}`: a body of Databricks' jobs/update, as it is. */
export async function updateJob(request: HttpRequest, app: App): Promise<HttpResponseInit> {
  const { params, query } = request;
  refuseUnknownOptions(query, ['workspace']);
  refuseChange('jobs', app);
  const { id, workspace } = jobToChange(params.job, query, app);
  const { job_id, ...change } = await readBodyAs(request, jobChangeSchema);
  if (job_id !== undefined && job_id !== id)
    throw requestInvalid([{ field: 'job_id', detail: 'must be that of the job which the address names' }]);
  const answer = await workspace.databricks.updateJob(id, change);
  if (!answer.ok) throw databricksProblem(answer.problem, 'The job could not be updated');
  const body: JobRef = { id };
  noteChange('jobUpdated', id, workspace, app);
  return { status: 200, jsonBody: body };
}
