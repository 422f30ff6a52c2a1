import { invalid, Refusal } from '../simulation/refusal';
import type { Call } from './route';

const PRINCIPALS = {
  user_name: 'UserName',
  group_name: 'GroupName',
  service_principal_name: 'ServicePrincipalName',
} as const;

type PrincipalField = keyof typeof PRINCIPALS;

const FIELDS = Object.keys(PRINCIPALS) as PrincipalField[];
const GROUPS: readonly string[] = ['admins', 'users'];

/** Something that people are given permissions on. */
export interface Guarded<L extends string> {
  kind: 'job' | 'pipeline';
  id: string;
  creator: string;
  levels: readonly L[];
}

/** Reads whom a request names, and what it gives them. */
export function readGrants<L extends string>(call: Call, guarded: Guarded<L>): [string, L][] {
  const { access_control_list: list = [] } = call.args.fields;
  if (!Array.isArray(list)) throw invalid('access_control_list must be a list.');
  const given = list.map((entry) => readGrant(call, entry, guarded));
  // Clients that replace the list have to name the owner, too.
  const isOwner = ([name, level]: [string, L]) => level === 'IS_OWNER' && name === guarded.creator;
  if (given.some((grant) => grant[1] === 'IS_OWNER' && !isOwner(grant)))
    throw invalid('Another owner is not simulated.');
  return given.filter((grant) => !isOwner(grant));
}

function readGrant<L extends string>(
  call: Call,
  entry: Record<string, unknown>,
  { kind, levels }: Guarded<L>,
): [string, L] {
  const field = FIELDS.find((candidate) => typeof entry?.[candidate] === 'string');
  if (!field) throw invalid('Principal name not defined');
  const name = String(entry[field]);
  if (!isKnown(call, field, name))
    throw new Refusal('RESOURCE_DOES_NOT_EXIST', `Principal: ${PRINCIPALS[field]}(${name}) does not exist`);
  const level = levels.find((candidate) => candidate === entry.permission_level);
  if (!level) throw invalid(`${entry.permission_level} is not a valid permission level for a ${kind}.`);
  return [name, level];
}

function isKnown({ world, users }: Call, field: PrincipalField, name: string): boolean {
  if (field === 'group_name') return GROUPS.includes(name);
  if (field === 'user_name') return users.some((user) => user.name === name && !user.servicePrincipal);
  return [...world.servicePrincipals.values()].some(({ applicationId }) => applicationId === name);
}

export function accessListOf(
  call: Call,
  { kind, id, creator }: Guarded<string>,
  grants: ReadonlyMap<string, string> = new Map(),
) {
  const direct = (permission_level: string) => [{ permission_level, inherited: false }];
  const given = [...grants].map(([name, level]) => ({
    [FIELDS.find((field) => isKnown(call, field, name)) ?? 'user_name']: name,
    all_permissions: direct(level),
  }));
  const fromAbove = [{ permission_level: 'CAN_MANAGE', inherited: true, inherited_from_object: [`/${kind}s/`] }];
  return {
    object_id: `/${kind}s/${id}`,
    object_type: kind,
    access_control_list: [
      { user_name: creator, display_name: creator, all_permissions: direct('IS_OWNER') },
      ...given,
      { group_name: 'admins', all_permissions: fromAbove },
    ],
  };
}
