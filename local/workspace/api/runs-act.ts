import { invalid, Refusal } from '../simulation/refusal';
import { repairRun } from '../simulation/runs/repair';
import type { Run } from '../simulation/runs/run';
import { stopRun, stopTask } from '../simulation/runs/stop';
import type { World } from '../simulation/world';
import { findJob, findRun, findRunOrTaskRun } from './find';
import type { Routes } from './route';
import { readOverrides } from './run-parameters';

export const runsActRoutes: Routes = {
  /** Answers before anything has stopped, and the same for a run that has ended long ago. */
  'POST jobs/runs/cancel': (call) => {
    const { run, row } = findRunOrTaskRun(call, 'run', call.args.id('run_id'));
    if (row) stopTask(call.world, row, 'canceled');
    else stopRun(call.world, run, 'canceled');
    return {};
  },

  'POST jobs/runs/cancel-all': (call) => {
    const { world, args, user } = call;
    const jobId = args.optionalId('job_id');
    const queuedOnly = args.flag('all_queued_runs');
    if (jobId === undefined && !queuedOnly) throw invalid('Missing required field: job_id');
    if (jobId !== undefined) findJob(call, 'run', jobId);
    for (const run of [...world.runs.values()]) {
      const isMeant = jobId === undefined ? user.admin || run.creator === user.name : run.jobId === jobId;
      if (isMeant && (run.queuedFor || !queuedOnly)) stopRun(world, run, 'canceled');
    }
    return {};
  },

  'POST jobs/runs/repair': (call) => {
    const { world, args } = call;
    const run = findRun(call, 'run', args.id('run_id'));
    const repairId = repairRun(world, run, {
      tasks: args.texts('rerun_tasks'),
      allFailed: args.flag('rerun_all_failed_tasks'),
      withDependents: args.flag('rerun_dependent_tasks'),
      latestRepairId: args.optionalId('latest_repair_id'),
      overrides: readOverrides(args),
    });
    return { repair_id: repairId };
  },

  'POST jobs/runs/delete': (call) => {
    const run = findRun(call, 'manage', call.args.id('run_id'));
    if (!run.ending) throw new Refusal('INVALID_STATE', `Run ${run.runId} is active and cannot be deleted.`);
    forget(call.world, run);
    return {};
  },
};

function forget(world: World, run: Run): void {
  world.runs.delete(run.runId);
  for (const row of run.rows.flatMap((each) => [each, ...(each.iterations ?? [])])) world.taskRuns.delete(row.runId);
  if (run.idempotencyToken) world.tokens.set(run.idempotencyToken, null);
}
