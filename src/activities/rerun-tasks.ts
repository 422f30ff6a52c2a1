import type { SecretSource } from '../adapters/credentials/parameter-secrets';
import type { Runs } from '../adapters/storage/runs';
import type { EventLog } from '../contract/log-events';
import type { RepairInput, RepairResult } from '../contract/runs/orchestration/activity-io';
import type { RunRow } from '../contract/runs/run-row';
import { DEFAULT_WORKSPACE } from '../contract/workspaces/workspace';
import type { Problem } from '../domain/answer';
import { deadlineOf } from '../domain/deadline';
import { hasEnded } from '../domain/outcome';
import { databricksProblemOf, unavailableFor } from './databricks-problem';
import { type PlanTools, readPlan } from './start/read-plan';
import { resolveSecrets } from './start/resolve-secrets';

export interface RerunTools extends PlanTools {
  runs: Runs;
  readSecret: SecretSource;
  log: EventLog;
}

/** Databricks forgets the parameters of a run when it repairs it, so they are passed again. */
const NOT_PASSED_AGAIN = ['only', 'queue'];

/**
 * Has what failed of a run run once more, within that run. Databricks takes no token for this, but numbers its repairs:
 * where there is one that was not there before the first try, that try has got through.
 */
export async function rerunTasks(input: RepairInput, tools: RerunTools): Promise<RepairResult> {
  const { runs, workspaces, log } = tools;
  const { instanceId, attemptAt, now, repair } = input;
  const row = await reopened(input, runs);
  const runId = row?.runId;
  if (!row || runId === undefined) return NO_RUN;
  const notRepaired = (message: string): RepairResult => ({ kind: 'notRepaired', runId, message });
  const failed = (problem: Problem): RepairResult => {
    log(databricksProblemOf(problem, 'submit', instanceId));
    if (problem.kind === 'unavailable') return unavailableFor(problem);
    return notRepaired(`Databricks did not repair the run: ${problem.message} (${problem.code})`);
  };
  if (row.cancelRequestedAt) return notRepaired('The run was cancelled before it was repaired.');
  if (Date.parse(now) >= deadlineOf(input)) return notRepaired('The time was up before the run could be repaired.');

  const databricks = workspaces.find(row.workspace)?.databricks;
  if (!databricks) return notRepaired('The workspace of this run is no longer set up.');
  const known = await databricks.repairs(runId);
  if (!known.ok) return failed(known.problem);
  const { state, latestRepairId = '' } = known.value;
  const isTried = row.repairTriedAt !== undefined && row.repairTriedAt >= attemptAt;
  if (!hasEnded(state) || (isTried && latestRepairId !== row.repairBase)) return { kind: 'started', runId };

  const planned = readPlan(input.request, tools);
  if ('kind' in planned) return notRepaired(planned.message);
  const { work } = planned.plan;
  const parameters = work.kind === 'job' ? await resolveSecrets(work.runNow, tools.readSecret) : NO_PARAMETERS;
  if (!parameters.ok) return failed(parameters.problem);
  if (!isTried) await runs.update(instanceId, { repairTriedAt: now, repairBase: latestRepairId });

  const { runNow, values: secrets } = parameters.value;
  const passed = Object.entries(runNow).filter(([name]) => !NOT_PASSED_AGAIN.includes(name));
  const body = {
    ...Object.fromEntries(passed),
    ...(repair.tasks ? { rerun_tasks: [...new Set(repair.tasks)] } : { rerun_all_failed_tasks: true }),
    ...(repair.dependents && { rerun_dependent_tasks: true }),
    ...(latestRepairId !== '' && { latest_repair_id: latestRepairId }),
  };
  const answer = await databricks.repair(runId, body, { secrets });
  if (!answer.ok) return failed(answer.problem);
  const { correlationId } = input;
  const told = { event: 'runRepaired', level: 'information', runId: instanceId, databricksRunId: runId } as const;
  const workspace = row.workspace ?? DEFAULT_WORKSPACE;
  log({ ...told, workspace, job: row.job, ...(correlationId && { correlationId }) });
  return { kind: 'started', runId };
}

const NO_PARAMETERS = { ok: true, value: { runNow: {}, values: [] as string[] } } as const;

const NO_RUN: RepairResult = {
  kind: 'rejected',
  code: 'runNotFound',
  message: 'This app has not started a run under this id.',
};

/** The row of the run without its end, and without the wishes of its earlier life. */
async function reopened(input: RepairInput, runs: Runs): Promise<RunRow | undefined> {
  const { instanceId, attemptAt } = input;
  const row = await runs.read(instanceId);
  if (!row) return undefined;
  const isOld = (time: string | undefined) => time !== undefined && time < attemptAt;
  if (!isOld(row.endedAt) && !isOld(row.cancelRequestedAt)) return row;
  const timeoutSeconds = Math.ceil((deadlineOf(input) - Date.parse(row.submittedAt)) / 1000);
  await runs.reopen(instanceId, { before: attemptAt, timeoutSeconds });
  return runs.read(instanceId);
}
