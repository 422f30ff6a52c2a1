import { z } from 'zod';
import { ownJobSchema } from '../jobs/job-names';
import { type Caller, ROLES, type Role } from './caller';
import type { ClientPrincipal } from './client-principal';

/** What `callers.json` can allow, and which roles that leaves a caller. */
const ROLES_FOR = {
  start: ['Runs.Start'],
  read: ['Runs.Read', 'Jobs.Read'],
  cancel: ['Runs.Cancel'],
  write: ['Jobs.Write'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

type Action = keyof typeof ROLES_FOR;

const ACTIONS = Object.keys(ROLES_FOR) as [Action, ...Action[]];

/** All callers that have no entry of their own. */
const EVERYONE_ELSE = '*';

export const callerIdSchema = z
  .string()
  .regex(
    /^(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\*)$/,
    'must be the application id of a caller, which is a GUID, or * for all others',
  )
  .toLowerCase();

/** What a caller may do, of that which its roles allow. */
export const callerRuleSchema = z.strictObject({
  name: z.string().optional().describe('Who that is, for people.'),
  jobs: z
    .array(ownJobSchema)
    .optional()
    .describe('The jobs that it may see and run: aliases of the catalog, and ids (default: every job).'),
  actions: z
    .array(z.enum(ACTIONS))
    .optional()
    .describe('What it may do with them (default: whatever its roles allow).'),
});

export type CallerRule = z.infer<typeof callerRuleSchema>;

/** By application id in small letters, or `*`. */
export type CallerRules = ReadonlyMap<string, CallerRule>;

const NOTHING: CallerRule = { jobs: [], actions: [] };

/** The roles of a token, made narrower by the rules, if there are any. Who is not named in them may do nothing. */
export function callerOf(principal: ClientPrincipal, rules: CallerRules | undefined): Caller {
  const { applicationId, objectId } = principal;
  const granted = ROLES.filter((role) => principal.roles.includes(role));
  if (!rules) return { applicationId, objectId, roles: granted, withheld: [] };
  const { jobs, actions = ACTIONS } = rules.get(applicationId) ?? rules.get(EVERYONE_ELSE) ?? NOTHING;
  const allowed: readonly Role[] = actions.flatMap((action) => ROLES_FOR[action]);
  return {
    applicationId,
    objectId,
    roles: granted.filter((role) => allowed.includes(role)),
    withheld: granted.filter((role) => !allowed.includes(role)),
    ...(jobs && { jobs: new Set(jobs) }),
  };
}
