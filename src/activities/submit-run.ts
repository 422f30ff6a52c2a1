import { createHash } from 'node:crypto';
import type { RunIndex } from '../adapters/storage/run-index';
import type { RunChanges, Runs } from '../adapters/storage/runs';
import type { RunEndCode } from '../contract/codes';
import { databricksProblemOf, type EventLog } from '../contract/log-events';
import type { SubmitInput, SubmitResult } from '../contract/runs/orchestration/activity-io';
import type { RunPlan } from '../contract/runs/request/run-plan';
import type { RunKind } from '../contract/runs/run-kind';
import type { RunRow } from '../contract/runs/run-row';
import { DEFAULT_WORKSPACE } from '../contract/workspaces/workspace';
import type { Problem } from '../domain/answer';
import { deadlineOf } from '../domain/deadline';
import { onlyReads } from '../domain/sql/only-reads';
import { aboutRun } from '../runs/run-events';
import { marksOf } from './marks';
import { type Planned, type PlanTools, readPlan, requestInvalid } from './start/read-plan';
import { prepareStart, type StartTools } from './start/start-work';
import { unavailableFor } from './unavailable';

export interface SubmitTools extends StartTools, PlanTools {
  runs: Runs;
  /** Leads from a notification of Databricks to whoever waits for its run. */
  index: RunIndex;
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
  const { plan } = planned;

  const { instanceId, nonce, submittedAt, timeoutSeconds, now } = input;
  await runs.create({ id: instanceId, nonce, submittedAt, timeoutSeconds, ...placeOf(planned) });
  const row = await runs.read(instanceId);
  const isLater = mayHaveStarted(row, input);
  const { cancelRequestedAt, runId: knownId } = marksOf(row, input);
  if (!isLater) {
    if (cancelRequestedAt) return { kind: 'canceled' };
    if (input.attemptAt !== null && now < input.attemptAt) return { kind: 'early' };
    if (Date.parse(now) >= deadlineOf(input)) return { kind: 'tooLate' };
  }
  // The catalog may have changed since: the run that there may be is where the row says.
  const workspace = isLater ? tools.workspaces.find(row?.workspace) : planned.workspace;
  const jobId = isLater ? (row?.jobId ?? jobIdOf(plan)) : jobIdOf(plan);
  if (!workspace) return { ...requestInvalid('The workspace of this run is no longer set up.'), mayHaveStarted: true };
  const start: Start = { input, planned, row, alias: workspace.alias };
  // On the row of a run that has ended, and was restarted under its id, it is the one before.
  if (isLater && knownId !== undefined && !row?.outcome) return started(knownId, start, tools);
  if (isLater && isUnrepeatable(plan)) return { kind: 'rejected', ...UNREPEATABLE, mayHaveStarted: true };

  const token = idempotencyToken(input);
  const triedAt = isLater ? row?.submitTriedAt : undefined;
  const isOfOther = (runId: string) => isNotedForOther(runId, start, tools);
  const facts = { databricks: workspace.databricks, jobId, token, triedAt, isOfOther };
  const prepared = await prepareStart(plan.work, facts, tools);
  if (!prepared.ok) {
    const { kind, code, message } = prepared.problem;
    const isEarly = Date.parse(now) - Date.parse(submittedAt) < SECRET_BUDGET_MS;
    if (kind === 'unavailable' && isEarly) {
      return { ...unavailableFor(prepared.problem), mayHaveStarted: isLater, triedAt: now };
    }
    return { kind: 'rejected', code: 'secretUnavailable', message: `${message} (${code})`, mayHaveStarted: isLater };
  }
  // Before the request, so that a cancel after a crash does not take a run for one that was never started, nor the run of
  // an earlier attempt for this one. An id that is used again has the row of another run.
  const former = row?.runId;
  const tried = isLater
    ? { submitTriedAgainAt: now }
    : { submitTriedAt: now, ...(former && { runId: '' }), ...changesOf(row, placeOf(planned)) };
  if (!isLater && row && isOfOtherLife(row, input)) {
    const seconds = Math.ceil((deadlineOf(input) - Date.parse(row.submittedAt)) / 1000);
    await runs.reopen(instanceId, submittedAt, { ...tried, timeoutSeconds: seconds });
  } else await runs.update(instanceId, tried);

  const answer = await prepared.value();
  if (!answer.ok) {
    log(databricksProblemOf(answer.problem, 'submit', instanceId));
    const isHarmless = !isLater && !answer.problem.mayHaveHappened;
    // Then that of the attempt before is the latest that there is.
    if (isHarmless && former && input.attemptAt !== null) await runs.update(instanceId, { runId: former });
    return notStarted(answer.problem, isLater, now, plan);
  }
  const { runId } = answer.value;
  await runs.update(instanceId, { runId });
  return started(runId, start, tools);
}

/** A standard address lets the id of a run that has ended be used again. Its row is that of a run that goes on, then. */
const isOfOtherLife = (row: RunRow, { nonce }: SubmitInput): boolean =>
  row.nonce !== nonce && row.outcome !== undefined;

interface Start {
  input: SubmitInput;
  planned: Planned;
  row: RunRow | undefined;
  /** Of the workspace. */
  alias: string;
}

/** For who is to be woken by Databricks, and for the log. */
async function started(runId: string, start: Start, { index, log }: SubmitTools): Promise<SubmitResult> {
  const { input, planned, row, alias } = start;
  const { instanceId, timeoutSeconds, correlationId, now } = input;
  await index.note({ runId, workspace: alias, instanceId, createdAt: now });
  log({
    event: 'runStarted',
    level: 'information',
    ...aboutRun({ id: instanceId, ...placeOf(planned), workspace: alias }),
    databricksRunId: runId,
    timeoutSeconds,
    ...(correlationId && { correlationId }),
    ...(row?.caller && { caller: row.caller }),
  });
  return { kind: 'started', runId };
}

/** Another run of this app has started it. */
async function isNotedForOther(runId: string, { input, alias }: Start, { index }: SubmitTools): Promise<boolean> {
  const noted = await index.find(runId);
  return noted.some(({ workspace, instanceId }) => workspace === alias && instanceId !== input.instanceId);
}

/** Databricks takes no token for statements: one that changes something could do so twice. */
const isUnrepeatable = ({ work }: RunPlan): boolean => work.kind === 'sql' && !onlyReads(work.sql.statement);

const UNREPEATABLE = {
  code: 'startUnconfirmed',
  message: 'Databricks gave no answer to the statement. It is not sent again, because it may change something.',
} as const;

/** Whether an earlier try of this attempt may have reached Databricks. */
function mayHaveStarted(row: RunRow | undefined, input: SubmitInput): boolean {
  const { submitTriedAt } = marksOf(row, input);
  if (submitTriedAt === undefined || submitTriedAt === input.harmlessTryAt) return false;
  return input.attemptAt === null || submitTriedAt >= input.attemptAt; // no try of it is before, and all tries of others are
}

const jobIdOf = ({ work }: RunPlan): string | undefined => (work.kind === 'job' ? work.jobId : undefined);

/** What the row says of what was started, and where. */
type Place = Pick<RunRow, 'workspace' | 'kind' | 'job' | 'jobId' | 'pipelineId'>;

const placeOf = ({ plan, request, workspace }: Planned): Place => ({
  ...(workspace.alias !== DEFAULT_WORKSPACE && { workspace: workspace.alias }),
  ...(plan.work.kind !== 'job' && { kind: plan.work.kind }),
  job: request.job ?? '',
  jobId: jobIdOf(plan),
  ...(plan.work.kind === 'pipeline' && { pipelineId: plan.work.pipeline.pipeline_id }),
});

function changesOf(row: RunRow | undefined, place: Place): RunChanges {
  const { workspace = DEFAULT_WORKSPACE, kind = 'job', job, jobId, pipelineId } = place;
  return {
    ...((row?.workspace ?? DEFAULT_WORKSPACE) !== workspace && { workspace }),
    ...((row?.kind ?? 'job') !== kind && { kind }),
    ...(row?.job !== job && { job }),
    ...(row?.jobId !== jobId && { jobId }),
    ...(row?.pipelineId !== pipelineId && { pipelineId }),
  };
}

/** One Databricks run for one instance, nonce and attempt, however often it is asked for. */
export function idempotencyToken({ instanceId, nonce, attempt }: SubmitInput): string {
  return createHash('sha256').update(`${instanceId}|${nonce}|${attempt}`).digest('hex');
}

const NOT_FOUND_CODES: Readonly<Record<RunKind, RunEndCode>> = {
  job: 'jobNotFound',
  submit: 'databricksRefused',
  pipeline: 'pipelineNotFound',
  sql: 'warehouseNotFound',
};

const WHERE_IDS_ARE: Readonly<Partial<Record<RunKind, string>>> = {
  pipeline: ' The page of the pipeline shows its id; the identity of this app needs Can Run on it.',
  sql: ' The page of the SQL warehouse shows its id, in brackets after its name; the identity of this app needs Can Use on it.',
};

const REJECTION_CODES: Readonly<Record<Exclude<Problem['kind'], 'unavailable' | 'notFound'>, RunEndCode>> = {
  unauthenticated: 'databricksUnauthenticated',
  forbidden: 'databricksForbidden',
  refused: 'databricksRefused',
};

function notStarted(problem: Problem, isLater: boolean, triedAt: string, plan: RunPlan): SubmitResult {
  const { kind, code, message, mayHaveHappened } = problem;
  const mayHaveStarted = isLater || mayHaveHappened;
  if (kind === 'unavailable' && mayHaveHappened && isUnrepeatable(plan)) {
    return { kind: 'rejected', code: UNREPEATABLE.code, message: `${UNREPEATABLE.message} ${message}`, mayHaveStarted };
  }
  if (kind === 'unavailable') return { ...unavailableFor(problem), mayHaveStarted, triedAt };
  const rejected = kind === 'notFound' ? NOT_FOUND_CODES[plan.work.kind] : REJECTION_CODES[kind];
  const advice = kind === 'notFound' ? (WHERE_IDS_ARE[plan.work.kind] ?? '') : '';
  return { kind: 'rejected', code: rejected, message: `${message} (${code})${advice}`, mayHaveStarted };
}
