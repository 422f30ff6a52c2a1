import { createHash } from 'node:crypto';
import type { SecretSource } from '../adapters/credentials/parameter-secrets';
import type { Workspace, Workspaces } from '../adapters/databricks/workspaces';
import type { Runs } from '../adapters/storage/runs';
import type { SubmitInput, SubmitResult } from '../contract/activity-io';
import type { Catalog } from '../contract/catalog';
import type { EventLog } from '../contract/log-events';
import { planRun, type RunPlan } from '../contract/run-plan';
import { type RunRequest, runRequestSchema } from '../contract/run-request';
import { describeIssues } from '../contract/schema-problem';
import { DEFAULT_WORKSPACE } from '../contract/workspace';
import type { Problem } from '../domain/answer';
import { deadlineOf } from '../domain/deadline';
import { databricksProblemOf, unavailableFor } from './databricks-problem';
import { marksOf } from './marks';
import { resolveSecrets } from './resolve-secrets';

export interface SubmitTools {
  workspaces: Workspaces;
  runs: Runs;
  catalog: Catalog;
  readSecret: SecretSource;
  log: EventLog;
}

/**
 * Starts the Databricks run, or meets the one that an earlier try has started: the token that goes with the request is
 * the same in all tries. The request is read again, because who holds a standard URL may start a run with any input.
 */
export async function submitRun(input: SubmitInput, tools: SubmitTools): Promise<SubmitResult> {
  const planned = readPlan(input.request, tools);
  if ('kind' in planned) return planned;
  const { runs, log } = tools;
  const { plan, request, workspace } = planned;

  const { instanceId, nonce, submittedAt, timeoutSeconds, harmlessTryAt, now } = input;
  const where = { ...(workspace.alias !== DEFAULT_WORKSPACE && { workspace: workspace.alias }), jobId: plan.jobId };
  await runs.create({ id: instanceId, nonce, submittedAt, timeoutSeconds, job: request.job, ...where });
  const row = await runs.read(instanceId);
  const { submitTriedAt, cancelRequestedAt } = marksOf(row, input);
  const mayHaveStarted = submitTriedAt !== undefined && submitTriedAt !== harmlessTryAt;
  if (!mayHaveStarted) {
    if (cancelRequestedAt) return { kind: 'canceled' };
    if (Date.parse(now) >= deadlineOf(input)) return { kind: 'tooLate' };
  }
  const resolved = await resolveSecrets(plan.runNow, tools.readSecret);
  if (!resolved.ok) {
    const { kind, code, message } = resolved.problem;
    if (kind === 'unavailable') return { ...unavailableFor(resolved.problem), mayHaveStarted, triedAt: now };
    return { kind: 'rejected', code: 'secretUnavailable', message: `${message} (${code})`, mayHaveStarted };
  }
  // Before the request, so that a cancel after a crash does not take a run for one that was never started.
  await runs.update(instanceId, { submitTriedAt: now });

  const idempotency_token = idempotencyToken(input);
  const { runNow, values: secrets } = resolved.value;
  const answer = await workspace.databricks.runNow({ ...runNow, job_id: plan.jobId, idempotency_token }, { secrets });
  if (!answer.ok) {
    log(databricksProblemOf(answer.problem, 'submit', instanceId));
    return notStarted(answer.problem, mayHaveStarted, now);
  }
  const { runId } = answer.value;
  await runs.update(instanceId, { runId });
  log({ ...startOf(input, request, plan), databricksRunId: runId, ...(row?.caller && { caller: row.caller }) });
  return { kind: 'started', runId };
}

/** One Databricks run for one instance, nonce and attempt, however often it is asked for. */
export function idempotencyToken({ instanceId, nonce, attempt }: SubmitInput): string {
  return createHash('sha256').update(`${instanceId}|${nonce}|${attempt}`).digest('hex');
}

function startOf({ instanceId, timeoutSeconds, correlationId }: SubmitInput, { job }: RunRequest, plan: RunPlan) {
  const told = { event: 'runStarted', level: 'information', runId: instanceId, job, timeoutSeconds } as const;
  return { ...told, jobId: plan.jobId ?? null, ...(correlationId && { correlationId }) };
}

interface Planned {
  plan: RunPlan;
  request: RunRequest;
  workspace: Workspace;
}

type Rejected = Extract<SubmitResult, { kind: 'rejected' }>;

function readPlan(text: string, tools: SubmitTools): Planned | Rejected {
  const parsed = runRequestSchema.safeParse(readJson(text));
  if (!parsed.success) return requestInvalid(describeIssues(parsed.error));
  const request = parsed.data;
  const plan = planRun(request, tools);
  if ('problem' in plan) return requestInvalid(`${plan.problem.field} ${plan.problem.detail}.`);
  if (plan.jobId === undefined) return requestInvalid('job must be the id of a job or an alias of the catalog here.');
  const workspace = tools.workspaces.find(plan.workspace);
  if (!workspace) throw new Error(`There is no workspace ${plan.workspace}.`);
  return { plan, request, workspace };
}

function requestInvalid(message: string): Rejected {
  return { kind: 'rejected', code: 'requestInvalid', message, mayHaveStarted: false };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // no object
  }
}

const REJECTION_CODES: Readonly<Record<Exclude<Problem['kind'], 'unavailable'>, string>> = {
  unauthenticated: 'databricksUnauthenticated',
  forbidden: 'databricksForbidden',
  notFound: 'jobNotFound',
  refused: 'databricksRefused',
};

function notStarted(problem: Problem, earlierMayHaveStarted: boolean, triedAt: string): SubmitResult {
  const { kind, code, message, mayHaveHappened } = problem;
  const mayHaveStarted = earlierMayHaveStarted || mayHaveHappened;
  if (kind === 'unavailable') return { ...unavailableFor(problem), mayHaveStarted, triedAt };
  return { kind: 'rejected', code: REJECTION_CODES[kind], message: `${message} (${code})`, mayHaveStarted };
}
