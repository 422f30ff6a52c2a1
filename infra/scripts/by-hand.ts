import { DATABRICKS } from './access-token.ts';
import { DEFAULT_WORKSPACE } from './catalog-jobs.ts';
import { grantOf, permissionsOf } from './give-job.ts';
import { newcomer, PLACES } from './give-place.ts';
import type { Options } from './options.ts';
import type { Left } from './step.ts';

type About = Pick<Options, 'workspace' | 'host' | 'clientId' | 'name'>;

/** Who has to do what, by clicking or by curl. */
export function whatIsLeft(about: About, left: readonly Left[]): string {
  const { workspace, host, clientId, name } = about;
  const which = workspace === DEFAULT_WORKSPACE ? '' : ` --workspace ${workspace}`;
  const tasks = left.map((each, index) => `${index + 1}. ${byHand(about, each)}`);
  return [
    'Left to do by hand, in this order:',
    ...tasks,
    'For curl, get a token first, signed in (az login) as whoever may do it:',
    `   TOKEN=$(az account get-access-token --resource ${DATABRICKS} --query accessToken --output tsv)`,
    'Afterwards this shows whether all is well, as often as you like:',
    `   npm run grant-databricks-access -- --host ${host}${which} --client-id ${clientId} --name ${name} --strict`,
  ].join('\n');
}

function byHand(about: About, left: Left): string {
  switch (left.what) {
    case 'place':
      return placeByHand(about);
    case 'permission':
      return jobByHand(about, left.job.id);
    case 'catalog':
      return `Whoever deploys corrects the job catalog (jobs.json), or takes that entry out of it: ${left.job.label}.`;
  }
}

function placeByHand({ host, clientId, name }: About): string {
  return [
    'An admin of the workspace adds the identity as a service principal.',
    `   Click: ${host}/settings/workspace/identity-and-access/service-principals, Manage, Add service principal,`,
    `          Add new, Microsoft Entra ID managed: application id ${clientId}, name ${name};`,
    '          then, on its page under Configurations, the entitlement "Workspace access".',
    `   Or:    ${curl('POST', host + PLACES, newcomer(clientId, name))}`,
  ].join('\n');
}

function jobByHand({ host, clientId, name }: About, jobId: string): string {
  return [
    `An admin of the workspace, or whoever owns or manages job ${jobId}, lets the identity run it.`,
    `   Click: ${host}/jobs/${jobId}, Job details, Permissions, Edit permissions: ${name}, "Can Manage Run".`,
    `   Or:    ${curl('PATCH', host + permissionsOf(jobId), grantOf(clientId))}`,
  ].join('\n');
}

function curl(method: string, url: string, body: object): string {
  const headers = `-H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json'`;
  return `curl -X ${method} '${url}' ${headers} -d '${JSON.stringify(body)}'`;
}
