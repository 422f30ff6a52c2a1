import type { CatalogJob } from './catalog-jobs.ts';
import type { Left, Step } from './step.ts';
import type { Ask } from './workspace.ts';

const LEVEL = 'CAN_MANAGE_RUN';
const ENOUGH = [LEVEL, 'CAN_MANAGE', 'IS_OWNER'];

interface Grant {
  service_principal_name?: string;
  all_permissions?: { permission_level: string }[];
}

interface Wanted {
  job: CatalogJob;
  clientId: string;
  dryRun: boolean;
}

/** Lets the identity start, follow and cancel runs of a job. */
export async function giveJob(ask: Ask, { job, clientId, dryRun }: Wanted): Promise<Step> {
  const step = (said: string, left?: Left): Step => ({ name: job.label, said, left });
  const path = permissionsOf(job.id);
  const now = await ask('GET', path);
  if (!now.ok && isMissing(now)) return step('is not in this workspace', { what: 'catalog', job });
  const refused = ({ why }: { why: string }) => step(`refused (${why})`, { what: 'permission', job });
  if (!now.ok) return refused(now);
  const held = levelsOf(now.body, clientId).find((level) => ENOUGH.includes(level));
  if (held) return step(`already ${held}`);
  if (dryRun) return step(`would get ${LEVEL}`);
  const given = await ask('PATCH', path, grantOf(clientId));
  return given.ok ? step(`has ${LEVEL} now`) : refused(given);
}

export const permissionsOf = (jobId: string) => `/api/2.0/permissions/jobs/${jobId}`;

/** What a PATCH has to send for that; also shown to those who do it by hand. */
export function grantOf(clientId: string) {
  return { access_control_list: [{ service_principal_name: clientId, permission_level: LEVEL }] };
}

function levelsOf(permissions: Record<string, unknown>, clientId: string): string[] {
  const grants = (permissions.access_control_list ?? []) as Grant[];
  return grants
    .filter((grant) => grant.service_principal_name?.toLowerCase() === clientId.toLowerCase())
    .flatMap(({ all_permissions: all = [] }) => all.map((each) => each.permission_level));
}

/** Databricks has two ways to say so. */
function isMissing({ status, why }: { status: number; why: string }): boolean {
  return (status === 404 || status === 400) && /job \d+ does not exist/i.test(why);
}
