import type { Callback } from '../../contract/callbacks/callback';
import type { ProblemError } from '../../contract/problem';
import { type PlanProblem, planRun } from '../../contract/runs/request/run-plan';
import type { Concurrency, RunRequest } from '../../contract/runs/request/run-request';
import type { RunKind } from '../../contract/runs/run-kind';
import { DEFAULT_WORKSPACE } from '../../contract/workspaces/workspace';
import type { App } from '../app';

/** A request with everything decided that the handler has to decide. */
export interface EffectiveRequest {
  request: RunRequest;
  timeoutSeconds: number;
  /** The alias of the workspace. Undefined: the default one. */
  workspace: string | undefined;
  kind: RunKind;
  /** Of a job. */
  jobId: string | undefined;
  pipelineId: string | undefined;
  concurrency: Concurrency;
  /** Of a run that a table was asked for. */
  tableKey?: string | undefined;
  callback?: Callback | undefined;
}

/** Decides what a request leaves open: the catalog knows about aliases, and Databricks about names. */
export async function effectiveRequest(
  asked: RunRequest,
  refuse: (problem: PlanProblem) => ProblemError,
  app: App,
): Promise<EffectiveRequest> {
  const plan = planRun(asked, app);
  if ('problem' in plan) throw refuse(plan.problem);
  const { work, alias } = plan;
  const workspace = plan.workspace === DEFAULT_WORKSPACE ? undefined : plan.workspace;
  const jobId = work.kind === 'job' ? (work.jobId ?? (await findJob(asked.job ?? '', plan.workspace, app))) : undefined;
  const entry = alias === undefined ? undefined : app.catalog.get(alias);
  const { failOn = entry?.failOn, retry = entry?.retry, outputTasks = entry?.outputTasks } = asked;
  const decided = { ...(failOn && { failOn }), ...(retry && { retry }), ...(outputTasks && { outputTasks }) };
  return {
    request: { ...asked, workspace, ...(jobId !== undefined && { job: alias ?? jobId }), ...decided },
    timeoutSeconds: asked.timeoutSeconds ?? entry?.timeoutSeconds ?? app.defaultTimeoutSeconds,
    workspace,
    kind: work.kind,
    jobId,
    pipelineId: work.kind === 'pipeline' ? work.pipeline.pipeline_id : undefined,
    concurrency: asked.concurrency ?? entry?.concurrency ?? 'allow',
  };
}

function findJob(name: string, alias: string, { workspaces, findJob }: App): Promise<string> {
  const workspace = workspaces.find(alias);
  if (!workspace) throw new Error(`There is no workspace ${alias}.`);
  return findJob(name, workspace);
}
