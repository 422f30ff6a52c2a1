import { createHash } from 'node:crypto';
import type { RunIndex } from '../adapters/storage/run-index';
import type { Runs } from '../adapters/storage/runs';
import { databricksProblemOf, type EventLog } from '../contract/log-events';
import type { SubmitInput, SubmitResult } from '../contract/runs/orchestration/activity-io';
import type { RunRow } from '../contract/runs/run-row';
import { deadlineOf } from '../domain/deadline';
import { aboutRun } from '../runs/run-events';
import { marksOf } from './marks';
import { isUnrepeatable, notStarted, UNREPEATABLE, withoutSecret } from './start/not-started';
import { changesOf, jobIdOf, placeOf } from './start/place';
import { type Planned, type PlanTools, readPlan, requestInvalid } from './start/read-plan';
import { prepareStart, type StartTools } from './start/start-work';

export interface SubmitTools extends StartTools, PlanTools {
  runs: Runs;
  /** Leads from a notification of Databricks to whoever waits for its run. */
  index: RunIndex;
  log: EventLog;
}

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
  if (!prepared.ok) return withoutSecret(prepared.problem, isLater, input);
  if (isLater) await runs.update(instanceId, { submitTriedAgainAt: now });
  else await noteFirstTry(start, runs);

  const answer = await prepared.value();
  if (!answer.ok) {
    log(databricksProblemOf(answer.problem, 'submit', instanceId));
    const isHarmless = !isLater && !answer.problem.mayHaveHappened;
    // Then that of the attempt before is the latest that there is, and this one has yet to be tried.
    if (isHarmless && row?.runId && input.attemptAt !== null) {
      await runs.update(instanceId, { runId: row.runId, submitTriedAt: row.submitTriedAt });
    }
    return notStarted(answer.problem, isLater, now, plan);
  }
  const { runId } = answer.value;
  await runs.update(instanceId, { runId });
  return started(runId, start, tools);
}

interface Start {
  input: SubmitInput;
  planned: Planned;
  row: RunRow | undefined;
  /** Of the workspace. */
  alias: string;
}

/**
 * Before the first request of an attempt, so that a cancel after a crash does not take a run for one that was never
 * started, nor the run of an earlier attempt for this one.
 */
async function noteFirstTry({ input, planned, row }: Start, runs: Runs): Promise<void> {
  const { instanceId, nonce, submittedAt, now } = input;
  const tried = { submitTriedAt: now, ...(row?.runId && { runId: '' }), ...changesOf(row, placeOf(planned)) };
  // A standard address lets the id of a run that has ended be used again: its row is that of a run that goes on, then.
  if (row?.outcome === undefined || row.nonce === nonce) return runs.update(instanceId, tried);
  const timeoutSeconds = Math.ceil((deadlineOf(input) - Date.parse(row.submittedAt)) / 1000);
  await runs.reopen(instanceId, submittedAt, { ...tried, timeoutSeconds });
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

/** Whether an earlier try of this attempt may have reached Databricks. */
function mayHaveStarted(row: RunRow | undefined, input: SubmitInput): boolean {
  const { submitTriedAt } = marksOf(row, input);
  if (submitTriedAt === undefined || submitTriedAt === input.harmlessTryAt) return false;
  return input.attemptAt === null || submitTriedAt >= input.attemptAt; // no try of it is before, and all tries of others are
}

/** One Databricks run for one instance, nonce and attempt, however often it is asked for. */
export function idempotencyToken({ instanceId, nonce, attempt }: SubmitInput): string {
  return createHash('sha256').update(`${instanceId}|${nonce}|${attempt}`).digest('hex');
}
