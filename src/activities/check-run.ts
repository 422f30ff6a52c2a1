import type { Workspaces } from '../adapters/databricks/workspaces';
import type { Runs } from '../adapters/storage/runs';
import type { CheckInput, CheckResult } from '../contract/runs/orchestration/activity-io';
import type { RunRow } from '../contract/runs/run-row';
import { hasEnded, outcomeOf } from '../domain/outcome';
import { phaseOf } from '../domain/phase';
import type { Run } from '../domain/run';
import { type RemoteWork, type WorkTools, workOf } from '../runs/remote-work';
import { wasToldLately } from '../runs/stop-run';
import { usualDurationOf } from '../runs/usual-duration-of';

import { marksOf } from './marks';
import { factsOf, rowFactsOf } from './run-facts';
import { unavailableFor } from './unavailable';

export interface CheckTools extends WorkTools {
  runs: Runs;
}

/** Looks at the run, and passes on a cancel that Databricks has not been told of. */
export async function checkRun(input: CheckInput, tools: CheckTools): Promise<CheckResult> {
  const { workspaces, runs } = tools;
  const { instanceId, runId, stop, now } = input;
  const row = await runs.read(instanceId);
  const marks = marksOf(row, input);
  if (!row || marks.runId !== runId) return NOT_OURS;
  const work = workOf({ ...row, runId }, 'check', tools);
  if (!work) return NO_WORKSPACE;

  const answer = await work.read();
  if (!answer.ok) {
    const { kind, code, message } = answer.problem;
    if (kind === 'unavailable') return unavailableFor(answer.problem);
    return { kind: 'denied', code: DENIED_CODES[kind], message: `${message} (${code})` };
  }
  const { state, queueMs } = answer.value;
  const run = factsOf(answer.value);
  const queueSeconds = queueMs === undefined ? null : queueMs / 1000;
  const cancelRequested = marks.cancelRequestedAt !== undefined;
  if (hasEnded(state)) return { kind: 'ended', outcome: outcomeOf(state), run, queueSeconds, cancelRequested };

  if (run.pageUrl && run.pageUrl !== row.pageUrl) await runs.update(instanceId, rowFactsOf(run));
  const isToBeTold = (cancelRequested || stop) && !wasToldLately(marks, Date.parse(now));
  const cancelProblem = isToBeTold ? await tellToCancel(input, work, runs) : null;
  const usual = input.wantsUsual ? { usualMs: await usualMsOf(answer.value, row, workspaces) } : {};
  return { kind: 'going', phase: phaseOf(state), run, cancelRequested, cancelProblem, queueSeconds, ...usual };
}

/** Asked for once, and not again if there is no answer. */
async function usualMsOf({ id, jobId }: Run, { kind, workspace }: RunRow, workspaces: Workspaces) {
  const databricks = workspaces.find(workspace)?.databricks;
  return databricks ? usualDurationOf({ kind, jobId, but: id }, databricks) : null;
}

async function tellToCancel({ instanceId, now }: CheckInput, work: RemoteWork, runs: Runs): Promise<string | null> {
  const told = await work.cancel();
  if (told.ok) {
    await runs.update(instanceId, { cancelSentAt: now });
    return null;
  }
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
