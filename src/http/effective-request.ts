import type { Callback } from '../contract/callback';
import type { FieldProblem, ProblemError } from '../contract/problem';
import { planRun } from '../contract/run-plan';
import type { RunRequest } from '../contract/run-request';
import type { App } from './app';

/** A request with everything decided that the handler has to decide. */
export interface EffectiveRequest {
  request: RunRequest;
  timeoutSeconds: number;
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
  const plan = planRun(asked, app.catalog);
  if ('problem' in plan) throw refuse(plan.problem);
  const jobId = plan.jobId ?? (await app.findJob(asked.job));
  const entry = app.catalog.get(asked.job);
  const failOn = asked.failOn ?? entry?.failOn;
  return {
    request: { ...asked, job: plan.alias ?? jobId, ...(failOn && { failOn }) },
    timeoutSeconds: asked.timeoutSeconds ?? entry?.timeoutSeconds ?? app.defaultTimeoutSeconds,
    jobId,
  };
}
