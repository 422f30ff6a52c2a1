import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { clientJobFor } from '../../../contract/clients/client-job-for';
import { powerQueryFor } from '../../../contract/clients/power-query';
import type { App } from '../../app';
import { readJob } from '../../jobs/read-job';
import { refuseUnknownOptions } from '../../reading/query';

/** `GET /jobs/{job}/power-query`: a query for Power BI that gets the rows of this job from this app. */
export async function showPowerQuery({ params, query }: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(query, []);
  const job = clientJobFor(await readJob(params.job, query, app), app.origin);
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': `inline; filename="${job.job}.pq"`,
  };
  return { status: 200, headers, body: powerQueryFor(job, app.callerAuth) };
}
