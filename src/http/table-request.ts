import { runNowSchema } from '../contract/job-parameters';
import { ProblemError } from '../contract/problem';
import { planRun } from '../contract/run-plan';
import type { RunRequest } from '../contract/run-request';
import { fieldProblems } from '../contract/schema-problem';
import type { App } from './app';
import type { EffectiveRequest } from './begin-run';
import { databricksProblem } from './find-job';
import type { TableQuery } from './table-query';

/** The start that a table is worth. Only now Databricks is asked which parameters the job declares. */
export async function tableRequest(query: TableQuery, app: App): Promise<EffectiveRequest> {
  const { job, entry, key } = query;
  const request: RunRequest = { job, ...(await runNowOf(query, app)) };
  const plan = planRun(request, app.catalog);
  if ('problem' in plan) throw parameterProblem(plan.problem.field, plan.problem.detail);
  return {
    request: { ...request, ...(entry?.failOn && { failOn: entry.failOn }) },
    timeoutSeconds: entry?.timeoutSeconds ?? app.defaultTimeoutSeconds,
    jobId: plan.jobId ?? job,
    tableKey: key,
  };
}

async function runNowOf(query: TableQuery, app: App): Promise<Pick<RunRequest, 'runNow'>> {
  const names = Object.keys(query.parameters);
  if (names.length === 0) return {};
  const declared = await declaredParameters(query, app);
  const foreign = names.filter((name) => !declared.includes(name));
  if (foreign[0] !== undefined && foreign.length < names.length) {
    throw parameterProblem(`p.${foreign[0]}`, `is no parameter of this job, which declares ${declared.join(', ')}`);
  }
  const kind = foreign.length > 0 ? 'notebook_params' : 'job_parameters';
  const runNow = runNowSchema.safeParse({ [kind]: query.parameters });
  if (runNow.success) return { runNow: runNow.data };
  const [first] = fieldProblems(runNow.error);
  throw parameterProblem('p', first?.detail ?? 'is not right');
}

/** The catalog may say it; else the job does. */
async function declaredParameters({ job, entry }: TableQuery, app: App): Promise<string[]> {
  const inCatalog = Object.keys(entry?.defaults?.job_parameters ?? {});
  if (inCatalog.length > 0 && !entry?.allowedParameters)
    return inCatalog.concat(await declaredByJob(entry?.job ?? job, app));
  return inCatalog.length > 0
    ? [...inCatalog, ...(entry?.allowedParameters ?? [])]
    : declaredByJob(entry?.job ?? job, app);
}

async function declaredByJob(jobId: string, { databricks }: App): Promise<string[]> {
  const answer = await databricks.job(jobId);
  if (!answer.ok) throw databricksProblem(answer.problem, 'The job could not be read');
  return answer.value.parameters.map(({ name }) => name);
}

function parameterProblem(field: string, detail: string): ProblemError {
  return new ProblemError({
    status: 400,
    code: 'parametersInvalid',
    detail: `${field} ${detail}.`,
    errors: [{ field, detail }],
  });
}
