import type { SecretSource } from '../adapters/credentials/parameter-secrets';
import type { RunIndex } from '../adapters/storage/run-index';
import type { Runs } from '../adapters/storage/runs';
import { databricksProblemOf, type EventLog } from '../contract/log-events';
import type { RepairInput, RepairResult } from '../contract/runs/orchestration/activity-io';
import type { RunRow } from '../contract/runs/run-row';
import type { Problem } from '../domain/answer';
import { deadlineOf } from '../domain/deadline';
import { hasEnded } from '../domain/outcome';
import { type PlanTools, readPlan } from './start/read-plan';
import { resolveSecrets } from './start/resolve-secrets';
import { unavailableFor } from './unavailable';

export interface RerunTools extends PlanTools {
  runs: Runs;
  /** The night has removed what stood there a week after the run had begun. */
  index: Pick<RunIndex, 'note'>;
  readSecret: SecretSource;
  log: EventLog;
}

/** A vault that can't be reached for longer is mostly one that there is not. */
const SECRET_BUDGET_MS = 600_000;

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
  if (!row || !runId) return NO_RUN;
  const notRepaired = (message: string): RepairResult => ({ kind: 'notRepaired', runId, message });
  if (row.cancelRequestedAt) return notRepaired('The run was cancelled before it was repaired.');
  if (now < attemptAt) return { kind: 'early' };
  if (Date.parse(now) >= deadlineOf(input)) return notRepaired('The time was up before the run could be repaired.');

  const failed = (problem: Problem): RepairResult => {
    log(databricksProblemOf(problem, 'repair', instanceId));
    if (problem.kind === 'unavailable') return unavailableFor(problem);
    return notRepaired(`Databricks did not repair the run: ${problem.message} (${problem.code})`);
  };
  const workspace = workspaces.find(row.workspace);
  if (!workspace) return notRepaired('The workspace of this run is no longer set up.');
  const { alias, databricks } = workspace;
  const started = async (): Promise<RepairResult> => {
    await tools.index.note({ runId, workspace: alias, instanceId, createdAt: now });
    return { kind: 'started', runId };
  };
  const known = await databricks.repairs(runId);
  if (!known.ok) return failed(known.problem);
  const { state, latestRepairId = '' } = known.value;
  const isTried = row.repairTriedAt !== undefined && row.repairTriedAt >= attemptAt;
  if (isTried && (latestRepairId !== row.repairBase || !hasEnded(state))) return started();
  if (!hasEnded(state)) return notRepaired('It goes on at Databricks: somebody else has repaired it meanwhile.');

  const planned = readPlan(input.request, tools);
  if ('kind' in planned) return notRepaired(planned.message);
  const { work } = planned.plan;
  if (work.kind !== 'job') return notRepaired('Databricks repairs runs of jobs only.');
  const parameters = await resolveSecrets(work.runNow, tools.readSecret);
  if (!parameters.ok) {
    const { kind, code, message } = parameters.problem;
    const isEarly = Date.parse(now) - Date.parse(attemptAt) < SECRET_BUDGET_MS;
    if (kind === 'unavailable' && isEarly) return unavailableFor(parameters.problem);
    return notRepaired(`A secret for its parameters could not be had: ${message} (${code})`);
  }
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
  if (!answer.ok) {
    // Nothing of ours has got through: a repair that is there later is somebody else's.
    if (!isTried && !answer.problem.mayHaveHappened) await runs.update(instanceId, { repairTriedAt: '' });
    return failed(answer.problem);
  }
  const { correlationId } = input;
  const told = { event: 'runRepaired', level: 'information', runId: instanceId, databricksRunId: runId } as const;
  log({ ...told, workspace: alias, job: row.job, ...(correlationId && { correlationId }) });
  return started();
}

const NO_RUN: RepairResult = {
  kind: 'rejected',
  code: 'runNotFound',
  message: 'This app has not started a run under this id.',
};

/** The row of the run without its end, and without the wishes of its earlier life. */
async function reopened(input: RepairInput, runs: Runs): Promise<RunRow | undefined> {
  const { instanceId, attemptAt, timeoutSeconds, isAnew } = input;
  const row = await runs.read(instanceId);
  const isOld = (time: string | undefined) => time !== undefined && time < attemptAt;
  if (!isAnew || !row || (!isOld(row.endedAt) && !isOld(row.cancelRequestedAt))) return row;
  await runs.reopen(instanceId, attemptAt, { timeoutSeconds });
  return runs.read(instanceId);
}
