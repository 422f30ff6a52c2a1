import { createHash } from 'node:crypto';
import type { SecretSource } from '../adapters/credentials/parameter-secrets';
import type { Workspace, Workspaces } from '../adapters/databricks/workspaces';
import type { RunChanges, Runs } from '../adapters/storage/runs';
import type { Catalog } from '../contract/catalog';
import type { EventLog } from '../contract/log-events';
import type { SubmitInput, SubmitResult } from '../contract/runs/activity-io';
import { planRun, type RunPlan } from '../contract/runs/run-plan';
import { type RunRequest, runRequestSchema } from '../contract/runs/run-request';
import type { RunRow } from '../contract/runs/run-row';
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

/** A vault that can't be reached for longer is mostly one that there is not. */
const SECRET_BUDGET_MS = 600_000;

/**
 * Starts the Databricks run, or meets the one that an earlier try has started: the token that goes with the request is
 * the same in all tries. The request is read again, because who holds a standard URL may start a run with any input.
 */
export async function submitRun(input: SubmitInput, tools: SubmitTools): Promise<SubmitResult> {
  const planned = readPlan(input.request, tools);
  if ('kind' in planned)
    return { ...planned, mayHaveStarted: mayHaveStarted(await tools.runs.read(input.instanceId), input) };
  const { runs, log } = tools;
  const { plan, request } = planned;

  const { instanceId, nonce, submittedAt, timeoutSeconds, now } = input;
  await runs.create({ id: instanceId, nonce, submittedAt, timeoutSeconds, job: request.job, ...placeOf(planned) });
  const row = await runs.read(instanceId);
  const isLater = mayHaveStarted(row, input);
  if (!isLater) {
    if (marksOf(row, input).cancelRequestedAt) return { kind: 'canceled' };
    if (Date.parse(now) >= deadlineOf(input)) return { kind: 'tooLate' };
  }
  // The catalog may have changed since: the run that there may be is where the row says.
  const workspace = isLater ? tools.workspaces.find(row?.workspace) : planned.workspace;
  const jobId = isLater ? (row?.jobId ?? plan.jobId) : plan.jobId;
  if (!workspace) return { ...requestInvalid('The workspace of this run is no longer set up.'), mayHaveStarted: true };

  const resolved = await resolveSecrets(plan.runNow, tools.readSecret);
  if (!resolved.ok) {
    const { kind, code, message } = resolved.problem;
    const isEarly = Date.parse(now) - Date.parse(submittedAt) < SECRET_BUDGET_MS;
    if (kind === 'unavailable' && isEarly) {
      return { ...unavailableFor(resolved.problem), mayHaveStarted: isLater, triedAt: now };
    }
    return { kind: 'rejected', code: 'secretUnavailable', message: `${message} (${code})`, mayHaveStarted: isLater };
  }
  // Before the request, so that a cancel after a crash does not take a run for one that was never started. An id that is
  // used again has the row of another run.
  const place = isLater ? {} : changesOf(row, { job: request.job, ...placeOf(planned) });
  await runs.update(instanceId, { submitTriedAt: now, ...place });

  const idempotency_token = idempotencyToken(input);
  const { runNow, values: secrets } = resolved.value;
  const answer = await workspace.databricks.runNow({ ...runNow, job_id: jobId, idempotency_token }, { secrets });
  if (!answer.ok) {
    log(databricksProblemOf(answer.problem, 'submit', instanceId));
    return notStarted(answer.problem, isLater, now);
  }
  const { runId } = answer.value;
  await runs.update(instanceId, { runId });
  const { alias } = workspace;
  log({
    ...startOf(input, request, plan),
    workspace: alias,
    databricksRunId: runId,
    ...(row?.caller && { caller: row.caller }),
  });
  return { kind: 'started', runId };
}

/** Whether an earlier try of this start may have reached Databricks. */
function mayHaveStarted(row: RunRow | undefined, input: SubmitInput): boolean {
  const { submitTriedAt } = marksOf(row, input);
  return submitTriedAt !== undefined && submitTriedAt !== input.harmlessTryAt;
}

const placeOf = ({ plan, workspace }: Planned) => ({
  ...(workspace.alias !== DEFAULT_WORKSPACE && { workspace: workspace.alias }),
  jobId: plan.jobId,
});

function changesOf(row: RunRow | undefined, { workspace = DEFAULT_WORKSPACE, job, jobId }: Place): RunChanges {
  const isElsewhere = (row?.workspace ?? DEFAULT_WORKSPACE) !== workspace;
  return {
    ...(isElsewhere && { workspace }),
    ...(row?.job !== job && { job }),
    ...(row?.jobId !== jobId && { jobId }),
  };
}

type Place = Pick<RunRow, 'workspace' | 'job' | 'jobId'>;

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
