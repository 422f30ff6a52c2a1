import type { Databricks } from '../adapters/databricks/databricks';
import type { Workspaces } from '../adapters/databricks/workspaces';
import type { Runs } from '../adapters/storage/runs';
import type { EventLog } from '../contract/log-events';
import type { CheckInput, CheckResult } from '../contract/runs/activity-io';
import { hasEnded, outcomeOf } from '../domain/outcome';
import { phaseOf } from '../domain/phase';
import { databricksProblemOf, unavailableFor } from './databricks-problem';
import { type Marks, marksOf } from './marks';
import { factsOf, rowFactsOf } from './run-facts';

export interface CheckTools {
  workspaces: Workspaces;
  runs: Runs;
  log: EventLog;
}

/** A run that was told to stop and goes on is told again after this time. */
const TELL_AGAIN_MS = 60_000;

/** Looks at the run, and passes on a cancel that Databricks has not been told of. */
export async function checkRun(input: CheckInput, tools: CheckTools): Promise<CheckResult> {
  const { workspaces, runs, log } = tools;
  const { instanceId, runId, stop, now } = input;
  const row = await runs.read(instanceId);
  const marks = marksOf(row, input);
  if (!row || marks.runId !== runId) return NOT_OURS;
  const databricks = workspaces.find(row.workspace)?.databricks;
  if (!databricks) return NO_WORKSPACE;

  const answer = await databricks.run(runId);
  if (!answer.ok) {
    log(databricksProblemOf(answer.problem, 'check', instanceId));
    const { kind, code, message } = answer.problem;
    if (kind === 'unavailable') return unavailableFor(answer.problem);
    return { kind: 'denied', code: DENIED_CODES[kind], message: `${message} (${code})` };
  }
  const { state, queueMs } = answer.value;
  const run = factsOf(answer.value);
  if (hasEnded(state)) {
    const queueSeconds = queueMs === undefined ? null : queueMs / 1000;
    return { kind: 'ended', outcome: outcomeOf(state), run, queueSeconds };
  }

  if (run.pageUrl && run.pageUrl !== row.pageUrl) await runs.update(instanceId, rowFactsOf(run));
  const cancelRequested = marks.cancelRequestedAt !== undefined;
  const isToBeTold = (cancelRequested || stop) && !wasToldLately(marks, now);
  const cancelProblem = isToBeTold ? await tellToCancel(input, databricks, tools) : null;
  return { kind: 'going', phase: phaseOf(state), run, cancelRequested, cancelProblem };
}

async function tellToCancel({ instanceId, runId, now }: CheckInput, databricks: Databricks, { runs, log }: CheckTools) {
  const told = await databricks.cancel(runId);
  if (told.ok) {
    await runs.update(instanceId, { cancelSentAt: now });
    return null;
  }
  log(databricksProblemOf(told.problem, 'check', instanceId));
  return `Databricks did not take the cancel: ${told.problem.message} (${told.problem.code})`;
}

/** Who holds a standard address may forge the state of an orchestration, but not the row of a run. */
const NOT_OURS: CheckResult = {
  kind: 'denied',
  code: 'runNotFound',
  message: 'This app has not started that run.',
};

/** Somebody has taken it out of the settings. */
const NO_WORKSPACE: CheckResult = {
  kind: 'denied',
  code: 'workspaceUnknown',
  message: 'The workspace of this run is no longer set up.',
};

const DENIED_CODES = {
  unauthenticated: 'databricksUnauthenticated',
  forbidden: 'databricksForbidden',
  notFound: 'runNotFound',
  refused: 'databricksRefused',
} as const;

const wasToldLately = ({ cancelSentAt }: Marks, now: string): boolean =>
  cancelSentAt !== undefined && Date.parse(now) - Date.parse(cancelSentAt) < TELL_AGAIN_MS;
