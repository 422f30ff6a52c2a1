import { platformFailed, stopped, succeeded, workloadFailed } from '../runs/ending';
import { fillIn } from '../runs/parameters';
import type { TaskRun } from '../runs/run';
import type { World } from '../world';
import { beginTaskRun, endTaskRun } from './task-run';

/** Starts a run of another job and ends as that run ends. */
export function beginRunJob(world: World, row: TaskRun): void {
  beginTaskRun(world, row);
  row.phase = 'RUNNING';
  row.runningAt = world.timeline.now;
  const { job_id, job_parameters = {} } = row.task.run_job_task ?? { job_id: 0 };
  const parameters = Object.fromEntries(
    Object.entries(job_parameters).map(([name, value]) => [name, fillIn(value, row)]),
  );
  const child = world.startChild(BigInt(job_id), { job_parameters: parameters }, row);
  if (!child) {
    const ending = platformFailed('RESOURCE_NOT_FOUND', 'CLIENT_ERROR', `Job ${job_id} does not exist.`);
    world.timeline.in(0, () => endTaskRun(world, row, ending));
    return;
  }
  row.childRun = child;
  const end = () => endTaskRun(world, row, endingAfter(row));
  if (child.ending) world.timeline.in(0, end);
  else child.whenEnded.push(end);
}

function endingAfter(row: TaskRun) {
  if (row.stopping) return stopped(row.stopping);
  const child = row.childRun;
  switch (child?.ending?.result) {
    case 'SUCCESS':
    case 'SUCCESS_WITH_FAILURES':
      return succeeded;
    case 'CANCELED':
      return stopped('canceled');
    case 'TIMEDOUT':
      return stopped('timedOut');
    default:
      return workloadFailed(`Run ${child?.runId} of job ${child?.jobId} failed: ${child?.ending?.message ?? ''}`);
  }
}
