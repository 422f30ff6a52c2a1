import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Workspace } from '../../../adapters/databricks/workspaces';
import { ProblemError } from '../../../contract/problem';
import { DEFAULT_WORKSPACE } from '../../../contract/workspaces/workspace';
import type { App } from '../../app';
import { mayUse } from '../../callers/own-jobs';
import { databricksProblem } from '../../databricks-problem';
import { jobToChange } from '../../jobs/job-in-path';
import { noteChange } from '../../note-change';
import { refuseUnknownOptions } from '../../reading/query';
import { refuseChange } from '../../refuse-change';

/** `DELETE /jobs/{job}`: Databricks cancels its runs and forgets it. */
export async function deleteJob({ params, query }: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(query, ['workspace']);
  refuseChange('jobs', app);
  const { id, workspace } = jobToChange(params.job, query, app);
  const aliases = aliasesOf(id, workspace, app);
  if (aliases.length > 0) throw inCatalog(aliases.filter((alias) => mayUse(alias, undefined, app)));
  const answer = await workspace.databricks.deleteJob(id);
  if (!answer.ok) throw databricksProblem(answer.problem, 'The job could not be deleted');
  noteChange('jobDeleted', id, workspace, app);
  return { status: 204 };
}

const aliasesOf = (id: string, { alias }: Workspace, { catalog }: App): string[] =>
  [...catalog]
    .filter(([, entry]) => entry.job === id && (entry.workspace ?? DEFAULT_WORKSPACE) === alias)
    .map(([name]) => name);

/** What callers run by an alias would be gone, until the next deployment at least. */
const inCatalog = (aliases: readonly string[]) =>
  new ProblemError({
    status: 409,
    code: 'jobInCatalog',
    detail: `The catalog of this app has an alias for this job${aliases.length > 0 ? ` (${aliases.join(', ')})` : ''}. Take it out of jobs.json and deploy the app before you delete the job.`,
  });
