import { type RunNow, runNowSchema } from '../../contract/jobs/job-parameters';
import { ProblemError } from '../../contract/problem';
import type { PlanProblem } from '../../contract/runs/request/run-plan';
import type { RunRequest } from '../../contract/runs/request/run-request';
import { cut, fieldProblems } from '../../contract/schema-problem';
import type { Job } from '../../domain/job';
import { wantedTasks } from '../../domain/wanted-tasks';
import type { App } from '../app';
import { databricksProblem } from '../databricks-problem';
import { taskNotCollected, taskUnknown } from '../outputs/stored-outputs';
import { type EffectiveRequest, effectiveRequest } from '../runs/effective-request';
import { planRefused } from '../runs/plan-refused';
import type { TableQuery } from './table-query';

/** The start that a table is worth. Databricks is asked about the job only if the request can be held to it. */
export async function tableRequest(query: TableQuery, app: App): Promise<EffectiveRequest> {
  const { job, workspace, parameters, task, key, entry } = query;
  const names = Object.keys(parameters);
  asRunNow('notebook_params', parameters); // what neither kind may be is refused before Databricks is asked
  const described = names.length > 0 || task !== null ? await readJob(query) : undefined;
  if (described && task !== null) refuseUnknownTask(task, described);
  if (task !== null && !wantedTasks(entry?.outputTasks ?? null).includes(task)) throw taskNotCollected(task);
  const request: RunRequest = {
    job,
    workspace: workspace.alias,
    ...(described && names.length > 0 && { runNow: runNowOf(query, described) }),
  };
  const refuse = (problem: PlanProblem) =>
    problem.code === 'requestInvalid'
      ? parameterProblem(problem.field.replace(/^runNow\.\w+\./, 'p.'), problem.detail)
      : planRefused(problem);
  return { ...(await effectiveRequest(request, refuse, app)), tableKey: key };
}

async function readJob({ entry, job, workspace }: TableQuery): Promise<Job> {
  const answer = await workspace.databricks.job(entry?.job ?? job);
  if (answer.ok) return answer.value;
  throw databricksProblem(answer.problem, 'The job could not be read');
}

/** A run would be of no use. Which of its tasks hand over rows only the run itself can tell. */
function refuseUnknownTask(task: string, { tasks }: Job): void {
  // `child/sales` is a task of a run that the task `child` starts.
  if (tasks.some(({ key }) => task === key || task.startsWith(`${key}/`))) return;
  throw taskUnknown(tasks.map(({ key }) => key));
}

/**
 * Job parameters if job or catalog declare any, else those of a notebook. Databricks takes one kind of them only, and
 * passes over a name that is not declared: the rows would be those of another question.
 */
function runNowOf({ parameters, entry }: TableQuery, job: Job): RunNow {
  const declared = [...job.parameters.map(({ name }) => name), ...Object.keys(entry?.defaults?.job_parameters ?? {})];
  const foreign = Object.keys(parameters).find((name) => !declared.includes(name));
  if (foreign !== undefined && declared.length > 0) {
    const all = [...new Set(declared)].join(', ');
    throw parameterProblem(cut(`p.${foreign}`), `is no parameter of this job, which declares ${all}`);
  }
  const kind = declared.length > 0 ? 'job_parameters' : 'notebook_params';
  return asRunNow(kind, parameters);
}

function asRunNow(kind: 'job_parameters' | 'notebook_params', parameters: TableQuery['parameters']): RunNow {
  const runNow = runNowSchema.safeParse({ [kind]: parameters });
  if (runNow.success) return runNow.data;
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
