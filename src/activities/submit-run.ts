import { createHash } from 'node:crypto';
import type { Databricks } from '../adapters/databricks/databricks';
import type { Runs } from '../adapters/storage/runs';
import type { SubmitInput, SubmitResult } from '../contract/activity-io';
import type { Catalog } from '../contract/catalog';
import type { EventLog } from '../contract/log-events';
import { planRun, type RunPlan } from '../contract/run-plan';
import { type RunRequest, runRequestSchema } from '../contract/run-request';
import { describeIssues } from '../contract/schema-problem';
import type { Problem } from '../domain/answer';
import { deadlineOf } from '../domain/deadline';
import { databricksProblemOf, unavailableFor } from './databricks-problem';
import { marksOf } from './marks';

export interface SubmitTools {
  databricks: Databricks;
  runs: Runs;
  catalog: Catalog;
  /** The names under which a request may name the workspace. */
  workspaceNames: readonly string[];
  log: EventLog;
}

/**
 * Starts the Databricks run, or meets the one that an earlier try has started: the token that goes with the request is
 * the same in all tries. The request is read again, because who holds a standard URL may start a run with any input.
 */
export async function submitRun(input: SubmitInput, tools: SubmitTools): Promise<SubmitResult> {
  const planned = readPlan(input.request, tools);
  if ('kind' in planned) return planned;
  const { databricks, runs, log } = tools;
  const { plan, request } = planned;

  const { instanceId, nonce, submittedAt, timeoutSeconds, harmlessTryAt, now } = input;
  await runs.create({ id: instanceId, nonce, submittedAt, timeoutSeconds, job: request.job, jobId: plan.jobId });
  const { submitTriedAt, cancelRequestedAt } = marksOf(await runs.read(instanceId), input);
  const mayHaveStarted = submitTriedAt !== undefined && submitTriedAt !== harmlessTryAt;
  if (!mayHaveStarted) {
    if (cancelRequestedAt) return { kind: 'canceled' };
    if (Date.parse(now) >= deadlineOf(input)) return { kind: 'tooLate' };
  }
  // Before the request, so that a cancel after a crash does not take a run for one that was never started.
  await runs.update(instanceId, { submitTriedAt: now });

  const idempotency_token = idempotencyToken(input);
  const answer = await databricks.runNow({ ...plan.runNow, job_id: plan.jobId, idempotency_token });
  if (!answer.ok) {
    log(databricksProblemOf(answer.problem, 'submit', instanceId));
    return notStarted(answer.problem, mayHaveStarted, now);
  }
  const { runId } = answer.value;
  await runs.update(instanceId, { runId });
  log({ ...startOf(input, request, plan), databricksRunId: runId });
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
}

type Rejected = Extract<SubmitResult, { kind: 'rejected' }>;

function readPlan(text: string, { catalog, workspaceNames }: SubmitTools): Planned | Rejected {
  const parsed = runRequestSchema.safeParse(readJson(text));
  if (!parsed.success) return requestInvalid(describeIssues(parsed.error));
  const request = parsed.data;
  const { workspace } = request;
  if (workspace !== undefined && !workspaceNames.includes(workspace.toLowerCase()))
    return requestInvalid(`workspace must be one that this app knows: ${workspaceNames.join(', ')}.`);
  const plan = planRun(request, catalog);
  if ('problem' in plan) return requestInvalid(`${plan.problem.field} ${plan.problem.detail}.`);
  if (plan.jobId === undefined) return requestInvalid('job must be the id of a job or an alias of the catalog here.');
  return { plan, request };
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
