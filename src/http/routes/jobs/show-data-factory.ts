import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { CALLER_AUTHS } from '../../../contract/callers/caller';
import { clientJobFor } from '../../../contract/clients/client-job-for';
import { dataFactoryTemplate } from '../../../contract/clients/data-factory/template';
import type { App } from '../../app';
import { readJob } from '../../jobs/read-job';
import { readChoice, refuseUnknownOptions } from '../../reading/query';

/** `GET /jobs/{job}/data-factory`: a template of pipelines that run this job by this app. */
export async function showDataFactory({ params, query }: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(query, ['signIn']);
  const signIn = readChoice(query, 'signIn', CALLER_AUTHS, app.callerAuth);
  const job = clientJobFor(await readJob(params.job, query, app), app.origin);
  const headers = { 'content-disposition': `inline; filename="${job.job}.data-factory.json"` };
  return { status: 200, headers, jsonBody: dataFactoryTemplate(job, signIn) };
}
