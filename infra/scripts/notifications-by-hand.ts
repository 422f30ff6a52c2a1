import { DATABRICKS } from './access-token.ts';
import { DEFAULT_WORKSPACE } from './catalog-jobs.ts';
import { DESTINATIONS, destinationOf } from './give-destination.ts';
import type { NotificationOptions } from './notification-options.ts';
import type { LeftOfNotifications } from './notification-step.ts';

/** Who has to do what, by clicking or by curl. */
export function notificationsByHand(about: NotificationOptions, left: readonly LeftOfNotifications[]): string {
  const { workspace, host, url, name, user } = about;
  const which = workspace === DEFAULT_WORKSPACE ? '' : ` --workspace ${workspace}`;
  const app = new URL(url).origin;
  const tasks = left.map((each, index) => {
    const text = each.what === 'destination' ? destinationByHand(about) : jobByHand(about, each.job.id);
    return `${index + 1}. ${text}`;
  });
  return [
    'Left to do by hand, in this order:',
    ...tasks,
    'For curl, get a token first, signed in (az login) as whoever may do it:',
    `   TOKEN=$(az account get-access-token --resource ${DATABRICKS} --query accessToken --output tsv)`,
    'Afterwards this does the rest, and shows whether all is well, as often as you like:',
    `   npm run register-notifications -- --host ${host}${which} --app ${app} --name '${name}' --user '${user}' --strict`,
  ].join('\n');
}

function destinationByHand({ host, url, name, user }: NotificationOptions): string {
  const body = JSON.stringify(destinationOf({ name, url, user }, '$NOTIFICATION_PASSWORD')).replaceAll('"', '\\"');
  const headers = `-H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json'`;
  return [
    `An admin of the workspace adds a notification destination, or corrects the one that is called so.`,
    `   Click: ${host}/settings/workspace/notifications, Notification destinations, Manage, Add destination: the type Webhook,`,
    `          the name ${name}, the URL ${url}, the user name ${user},`,
    '          and the password that the app has as NOTIFICATION_PASSWORD.',
    `   Or:    curl -X POST '${host}${DESTINATIONS}' ${headers} -d "${body}"`,
  ].join('\n');
}

function jobByHand({ host, name }: NotificationOptions, jobId: string): string {
  return [
    `An admin of the workspace, or whoever owns or manages job ${jobId}, has the destination told of its runs. Where three others`,
    '   are told of the same already, one of them has to make room, or the app goes on without.',
    `   Click: ${host}/jobs/${jobId}, Job details, Job notifications, Edit notifications, Add notification:`,
    `          ${name}, Success and Failure.`,
  ].join('\n');
}
