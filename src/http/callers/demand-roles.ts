import type { Caller, Role } from '../../contract/callers/caller';
import { ProblemError } from '../../contract/problem';

/** Lets go on only who has all of these roles. */
export function demandRoles({ roles, withheld, applicationId }: Caller, ...needed: readonly Role[]): void {
  const missing = needed.filter((role) => !roles.includes(role));
  if (missing.length === 0) return;
  const named = missing.join(' and ');
  if (missing.some((role) => withheld.includes(role))) {
    const detail = `callers.json does not let the application ${applicationId} do this, although it has the roles. Its entry there must allow what needs ${named}.`;
    throw new ProblemError({ status: 403, code: 'callerNotAllowed', detail });
  }
  const detail = `The token of the application ${applicationId} lacks ${named}. Give it ${missing.length > 1 ? 'these app roles' : 'this app role'} on the app registration that stands for this app; tokens that it has already go without until they are renewed.`;
  throw new ProblemError({ status: 403, code: 'roleMissing', detail, more: { missingRoles: missing } });
}
