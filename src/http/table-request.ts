import { runNowSchema } from '../contract/job-parameters';
import { ProblemError } from '../contract/problem';
import { planRun } from '../contract/run-plan';
import type { RunRequest } from '../contract/run-request';
import { cut, fieldProblems } from '../contract/schema-problem';
import type { Job } from '../domain/job';
import type { App } from './app';
import type { EffectiveRequest } from './begin-run';
import { databricksProblem } from './find-job';
import { taskNeeded, taskUnknown } from './outputs';
import type { TableQuery } from './table-query';

/** The start that a table is worth. Only now Databricks is asked about the job. */
export async function tableRequest(query: TableQuery, app: App): Promise<EffectiveRequest> {
  const { job, entry, key } = query;
  const answer = await app.databricks.job(entry?.job ?? job);
  if (!answer.ok) throw databricksProblem(answer.problem, 'The job could not be read');
  refuseTask(query.task, answer.value);
  const request: RunRequest = { job, ...runNowOf(query, answer.value) };
  const plan = planRun(request, app.catalog);
  if ('problem' in plan) {
    const { field, detail } = plan.problem;
    throw parameterProblem(field.replace(/^runNow\.\w+\./, 'p.'), detail);
  }
  return {
    request: { ...request, ...(entry?.failOn && { failOn: entry.failOn }) },
    timeoutSeconds: entry?.timeoutSeconds ?? app.defaultTimeoutSeconds,
    jobId: plan.jobId ?? job,
    tableKey: key,
  };
}

/** What the job itself tells about the end is told before a run that would be of no use. */
function refuseTask(task: string | null, { tasks }: Job): void {
  const named = tasks.map(({ key }) => ({ taskKey: key }));
  const handingOver = tasks.filter(({ kind }) => kind === 'notebook_task').map(({ key }) => ({ taskKey: key }));
  if (task === null && handingOver.length > 1) throw taskNeeded(handingOver);
  // `child/sales` is a task of a run that the task `child` starts.
  if (task !== null && !named.some(({ taskKey }) => task === taskKey || task.startsWith(`${taskKey}/`))) {
    throw taskUnknown(named);
  }
}

/** A job parameter if job or catalog declare it, else one of a notebook. Databricks takes one kind of them only. */
function runNowOf({ parameters, entry }: TableQuery, job: Job): Pick<RunRequest, 'runNow'> {
  const names = Object.keys(parameters);
  if (names.length === 0) return {};
  const declared = [...job.parameters.map(({ name }) => name), ...Object.keys(entry?.defaults?.job_parameters ?? {})];
  const foreign = names.filter((name) => !declared.includes(name));
  if (foreign[0] !== undefined && foreign.length < names.length) {
    const all = [...new Set(declared)].join(', ');
    throw parameterProblem(cut(`p.${foreign[0]}`), `is no parameter of this job, which declares ${all}`);
  }
  const kind = foreign.length > 0 ? 'notebook_params' : 'job_parameters';
  const runNow = runNowSchema.safeParse({ [kind]: parameters });
  if (runNow.success) return { runNow: runNow.data };
  const [first] = fieldProblems(runNow.error);
  throw parameterProblem('p', first?.detail ?? 'is not right');
}

function parameterProblem(field: string, detail: string): ProblemError {
  return new ProblemError({
    status: 400,
    code: 'parametersInvalid',
    detail: `${field} ${detail}.`,
    errors: [{ field, detail }],
  });
}
