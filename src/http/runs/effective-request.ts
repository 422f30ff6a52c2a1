import type { Callback } from '../../contract/callbacks/callback';
import type { FieldProblem, ProblemError } from '../../contract/problem';
import { planRun } from '../../contract/runs/run-plan';
import type { RunRequest } from '../../contract/runs/run-request';
import { DEFAULT_WORKSPACE } from '../../contract/workspace';
import type { App } from '../app';

/** A request with everything decided that the handler has to decide. */
export interface EffectiveRequest {
  request: RunRequest;
  timeoutSeconds: number;
  /** The alias of the workspace. Undefined: the default one. */
  workspace: string | undefined;
  jobId: string;
  /** Of a run that a table was asked for. */
  tableKey?: string | undefined;
  callback?: Callback | undefined;
}

/** Decides what a request leaves open: the catalog knows about aliases, and Databricks about names. */
export async function effectiveRequest(
  asked: RunRequest,
  refuse: (problem: FieldProblem) => ProblemError,
  app: App,
): Promise<EffectiveRequest> {
  const plan = planRun(asked, app);
  if ('problem' in plan) throw refuse(plan.problem);
  const workspace = plan.workspace === DEFAULT_WORKSPACE ? undefined : plan.workspace;
  const jobId = plan.jobId ?? (await findJob(asked.job, plan.workspace, app));
  const entry = app.catalog.get(asked.job);
  const failOn = asked.failOn ?? entry?.failOn;
  return {
    request: { ...asked, workspace, job: plan.alias ?? jobId, ...(failOn && { failOn }) },
    timeoutSeconds: asked.timeoutSeconds ?? entry?.timeoutSeconds ?? app.defaultTimeoutSeconds,
    workspace,
    jobId,
  };
}

function findJob(name: string, alias: string, { workspaces, findJob }: App): Promise<string> {
  const workspace = workspaces.find(alias);
  if (!workspace) throw new Error(`There is no workspace ${alias}.`);
  return findJob(name, workspace);
}
