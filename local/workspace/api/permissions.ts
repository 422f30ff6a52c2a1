import type { Permission } from '../access';
import { invalid, Refusal } from '../simulation/refusal';
import type { Job } from '../simulation/run';
import { PermissionDenied } from './errors';
import { isPermitted } from './find';
import type { Call, Routes } from './route';

const PRINCIPALS = {
  user_name: 'UserName',
  group_name: 'GroupName',
  service_principal_name: 'ServicePrincipalName',
} as const;

type PrincipalField = keyof typeof PRINCIPALS;

const FIELDS = Object.keys(PRINCIPALS) as PrincipalField[];
const LEVELS: readonly Permission[] = ['CAN_VIEW', 'CAN_MANAGE_RUN', 'CAN_MANAGE', 'IS_OWNER'];
const GROUPS: readonly string[] = ['admins', 'users'];

export const permissionsRoutes: Routes = {
  'GET permissions/jobs/*': (call) => listOf(call, find(call)),

  /** Adds to what was given before; who is named again has what was said last. */
  'PATCH permissions/jobs/*': (call) => {
    const job = find(call);
    const before = call.world.grants.get(job.jobId) ?? [];
    call.world.grants.set(job.jobId, new Map([...before, ...readList(call, job)]));
    return listOf(call, job);
  },

  /** What was given before is gone. */
  'PUT permissions/jobs/*': (call) => {
    const job = find(call);
    call.world.grants.set(job.jobId, new Map(readList(call, job)));
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

function readList(call: Call, job: Job): [string, Permission][] {
  const { access_control_list: list = [] } = call.args.fields;
  if (!Array.isArray(list)) throw invalid('access_control_list must be a list.');
  const given = list.map((entry) => readGrant(call, entry));
  // Clients that replace the list have to name the owner, too.
  const isOwner = ([name, level]: [string, Permission]) => level === 'IS_OWNER' && name === job.creator;
  if (given.some((grant) => grant[1] === 'IS_OWNER' && !isOwner(grant)))
    throw invalid('Another owner is not simulated.');
  return given.filter((grant) => !isOwner(grant));
}

function readGrant(call: Call, entry: Record<string, unknown>): [string, Permission] {
  const field = FIELDS.find((candidate) => typeof entry?.[candidate] === 'string');
  if (!field) throw invalid('Principal name not defined');
  const name = String(entry[field]);
  if (!isKnown(call, field, name))
    throw new Refusal('RESOURCE_DOES_NOT_EXIST', `Principal: ${PRINCIPALS[field]}(${name}) does not exist`);
  const level = LEVELS.find((candidate) => candidate === entry.permission_level);
  if (!level) throw invalid(`${entry.permission_level} is not a valid permission level for a job.`);
  return [name, level];
}

function isKnown({ world, users }: Call, field: PrincipalField, name: string): boolean {
  if (field === 'group_name') return GROUPS.includes(name);
  if (field === 'user_name') return users.some((user) => user.name === name && !user.servicePrincipal);
  return [...world.servicePrincipals.values()].some(({ applicationId }) => applicationId === name);
}

function listOf(call: Call, { jobId, creator }: Job) {
  const direct = (permission_level: Permission) => [{ permission_level, inherited: false }];
  const given = [...(call.world.grants.get(jobId) ?? [])].map(([name, level]) => ({
    [FIELDS.find((field) => isKnown(call, field, name)) ?? 'user_name']: name,
    all_permissions: direct(level),
  }));
  const fromAbove = [{ permission_level: 'CAN_MANAGE', inherited: true, inherited_from_object: ['/jobs/'] }];
  return {
    object_id: `/jobs/${jobId}`,
    object_type: 'job',
    access_control_list: [
      { user_name: creator, display_name: creator, all_permissions: direct('IS_OWNER') },
      ...given,
      { group_name: 'admins', all_permissions: fromAbove },
    ],
  };
}
