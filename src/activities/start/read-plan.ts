import type { Workspace, Workspaces } from '../../adapters/databricks/workspaces';
import type { Catalog } from '../../contract/jobs/catalog';
import type { SubmitResult } from '../../contract/runs/orchestration/activity-io';
import { planRun, type RunPlan } from '../../contract/runs/request/run-plan';
import { type RunRequest, runRequestSchema } from '../../contract/runs/request/run-request';
import type { RunKind } from '../../contract/runs/run-kind';
import { describeIssues } from '../../contract/schema-problem';

/** A request that has been understood. */
export interface Planned {
  plan: RunPlan;
  request: RunRequest;
  workspace: Workspace;
}

export interface PlanTools {
  workspaces: Workspaces;
  catalog: Catalog;
  allowedKinds: readonly RunKind[];
}

type Rejected = Extract<SubmitResult, { kind: 'rejected' }>;

/** Reads the request again: who holds a standard URL may start a run with any input. */
export function readPlan(text: string, tools: PlanTools): Planned | Rejected {
  const parsed = runRequestSchema.safeParse(readJson(text));
  if (!parsed.success) return requestInvalid(describeIssues(parsed.error));
  const request = parsed.data;
  const plan = planRun(request, tools);
  if ('problem' in plan) {
    const { code, field, detail } = plan.problem;
    return rejected(code, `${field} ${detail}.`); // its kind may have been allowed when the start was taken
  }
  if (plan.work.kind === 'job' && plan.work.jobId === undefined) {
    return requestInvalid('job must be the id of a job or an alias of the catalog here.');
  }
  const workspace = tools.workspaces.find(plan.workspace);
  if (!workspace) throw new Error(`There is no workspace ${plan.workspace}.`);
  return { plan, request, workspace };
}

export const requestInvalid = (message: string): Rejected => rejected('requestInvalid', message);

const rejected = (code: Rejected['code'], message: string): Rejected => ({
  kind: 'rejected',
  code,
  message,
  mayHaveStarted: false,
});

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // no object
  }
}
