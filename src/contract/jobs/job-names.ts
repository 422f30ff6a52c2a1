import { z } from 'zod';
import { WORKSPACE_ALIAS } from '../workspaces/workspace';

const ALIAS = '[a-z][a-z0-9-]{0,62}';
const ID = '[1-9]\\d{0,18}';
const LARGEST_ID = 2n ** 63n - 1n;

const ALIAS_RULE = 'must begin with a small letter and hold up to 63 small letters, digits and hyphens';
const ID_RULE = 'must be the id of a job in digits';
const OWN_JOB_RULE =
  'must be an alias of the catalog, or the id of a job in digits, with its workspace before it unless that is the default one (prod/123)';

/** Of some digits. */
export const isId = (digits: string): boolean => BigInt(digits) >= 1n && BigInt(digits) <= LARGEST_ID;

/** Never all digits, so that it can't be taken for an id. */
export const jobAliasSchema = z.string().regex(exactly(ALIAS), ALIAS_RULE);

export const jobIdSchema = z
  .union([z.string().regex(exactly(ID), ID_RULE), z.int(ID_RULE).positive(ID_RULE)], ID_RULE)
  .transform(String)
  .refine(isId, ID_RULE);

/** One job, whichever workspace it is in. */
export const ownJobSchema = z
  .string()
  .regex(exactly(`(?:${ALIAS}|(?:${WORKSPACE_ALIAS}/)?${ID})`), { error: OWN_JOB_RULE, abort: true })
  .refine(hasPossibleId, OWN_JOB_RULE);

function hasPossibleId(job: string): boolean {
  const [, id] = /^(?:.*\/)?(\d+)$/.exec(job) ?? [];
  return id === undefined || isId(id);
}

function exactly(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`);
}
