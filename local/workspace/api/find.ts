import { denial, may, type Need } from '../access';
import type { Job, Run, TaskRun } from '../simulation/runs/run';
import type { World } from '../simulation/world';
import { NotFound, PermissionDenied } from './errors';
import type { Call } from './route';

/** Whether who asks may do that to a job, or to what belongs to it. */
export function isPermitted(
  { world, user }: Pick<Call, 'world' | 'user'>,
  need: Need,
  jobId: bigint,
  creator: string | undefined,
): boolean {
  const grants = world.grants.get(jobId);
  return [user.name, 'users'].some((name) => may(user, need, creator, grants?.get(name)));
}

/** Permission comes first: who has none does not learn whether there is such a job. */
export function findJob({ world, user }: Call, need: Need, jobId: bigint): Job {
  const job = world.jobs.get(jobId);
  if (!isPermitted({ world, user }, need, jobId, job?.creator)) throw new PermissionDenied(denial(user, need, jobId));
  if (!job) throw new NotFound('Job', jobId);
  return job;
}

export function findRun(call: Call, need: Need, runId: bigint): Run {
  const run = call.world.runs.get(runId);
  if (!run) throw new NotFound('Run', runId);
  return permitted(call, need, run);
}

/** Many routes take the id of a whole run or that of one of its task runs. */
export function findRunOrTaskRun(call: Call, need: Need, runId: bigint): { run: Run; row: TaskRun | undefined } {
  const whole = call.world.runs.get(runId);
  if (whole) return { run: permitted(call, need, whole), row: undefined };
  const row = call.world.taskRuns.get(runId);
  if (!row) throw new NotFound('Run', runId);
  return { run: permitted(call, need, row.run), row };
}

/** A run belongs to whom its job does; one that was submitted, to whoever did that. */
export function ownerOf(run: Run, world: World): string | undefined {
  return run.type === 'SUBMIT_RUN' ? run.creator : world.jobs.get(run.jobId)?.creator;
}

function permitted({ world, user }: Call, need: Need, run: Run): Run {
  if (!isPermitted({ world, user }, need, run.jobId, ownerOf(run, world)))
    throw new PermissionDenied(denial(user, need, run.jobId));
  return run;
}
