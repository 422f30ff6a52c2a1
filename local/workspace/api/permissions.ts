import type { Permission } from '../access';
import { invalid, Refusal } from '../simulation/refusal';
import type { Job } from '../simulation/runs/run';
import { accessListOf, type Guarded, readGrants } from './access-list';
import { PermissionDenied } from './errors';
import { isPermitted } from './find';
import type { Call, Routes } from './route';

const LEVELS: readonly Permission[] = ['CAN_VIEW', 'CAN_MANAGE_RUN', 'CAN_MANAGE', 'IS_OWNER'];

export const permissionsRoutes: Routes = {
  'GET permissions/jobs/*': (call) => listOf(call, find(call)),

  /** Adds to what was given before; who is named again has what was said last. */
  'PATCH permissions/jobs/*': (call) => {
    const job = find(call);
    const before = call.world.grants.get(job.jobId) ?? [];
    call.world.grants.set(job.jobId, new Map([...before, ...readGrants(call, guarded(job))]));
    return listOf(call, job);
  },

  /** What was given before is gone. */
  'PUT permissions/jobs/*': (call) => {
    const job = find(call);
    call.world.grants.set(job.jobId, new Map(readGrants(call, guarded(job))));
    return listOf(call, job);
  },
};

function find(call: Call): Job {
  const { world, user, target } = call;
  if (!/^\d+$/.test(target)) throw invalid(`${target} is not the id of a job.`);
  const job = world.jobs.get(BigInt(target));
  if (!isPermitted(call, 'manage', BigInt(target), job?.creator)) {
    const lacks = `${user.name} does not have Manage permissions on ${target}.`;
    throw new PermissionDenied(`${lacks} Please contact the owner or an administrator for access.`);
  }
  if (!job) throw new Refusal('RESOURCE_DOES_NOT_EXIST', `Job ${target} does not exist.`);
  return job;
}

const listOf = (call: Call, job: Job) => accessListOf(call, guarded(job), call.world.grants.get(job.jobId));

const guarded = ({ jobId, creator }: Job): Guarded<Permission> => ({
  kind: 'job',
  id: String(jobId),
  creator,
  levels: LEVELS,
});
