import { DATABRICKS } from './access-token.ts';
import { DEFAULT_WORKSPACE } from './catalog-jobs.ts';
import { DESTINATIONS, destinationOf } from './give-destination.ts';
import type { NotificationOptions } from './notification-options.ts';
import type { LeftOfNotifications } from './notification-step.ts';

/** Who has to do what, by clicking or by curl. */
export function notificationsByHand(about: NotificationOptions, left: readonly LeftOfNotifications[]): string {
  const { workspace, host, url, name, user, jobArguments } = about;
  const which = workspace === DEFAULT_WORKSPACE ? '' : ` --workspace ${workspace}`;
  const app = new URL(url).origin;
  const tasks = left.map((each, index) => {
    return `${index + 1}. ${byHand(about, each)}`;
  });
  return [
    'Left to do by hand, in this order:',
    ...tasks,
    ...(left.some(({ what }) => what === 'destination') ? tokenForCurl(host) : []),
    'Afterwards this does the rest, and shows whether all is well, as often as you like:',
    `   npm run register-notifications -- --host ${host}${which} --app ${app} --name '${name}' --user '${user}'${jobArguments} --strict`,
  ].join('\n');
}

/** The simulated workspace takes no token of Azure. */
const tokenForCurl = (host: string): string[] =>
  host.startsWith('http://')
    ? ['For curl, use the token that the simulated workspace has printed:', '   TOKEN=$DATABRICKS_TOKEN']
    : [
        'For curl, get a token first, signed in (az login) as whoever may do it, and have NOTIFICATION_PASSWORD in the environment:',
        `   TOKEN=$(az account get-access-token --resource ${DATABRICKS} --query accessToken --output tsv)`,
      ];

function byHand(about: NotificationOptions, left: LeftOfNotifications): string {
  switch (left.what) {
    case 'destination':
      return destinationByHand(about, left.id);
    case 'doubles':
      return `An admin of the workspace deletes all destinations that are called ${about.name}, but for one: ${about.host}${PAGE}.`;
    case 'job':
      return jobByHand(about, left.job.id);
    case 'unknownJob':
      return `Whoever has named it corrects ${left.job.label}, in --job or the catalog: the workspace has no such job, or hides it from you.`;
  }
}

const PAGE = '/settings/workspace/notifications';

function destinationByHand({ host, url, name, user }: NotificationOptions, id: string | undefined): string {
  const request = id === undefined ? `-X POST '${host}${DESTINATIONS}'` : `-X PATCH '${host}${DESTINATIONS}/${id}'`;
  const body = JSON.stringify(destinationOf({ name, url, user }, '$NOTIFICATION_PASSWORD')).replaceAll('"', '\\"');
  const headers = `-H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json'`;
  return [
    `An admin of the workspace adds a notification destination, or corrects the one that is called so.`,
    `   Click: ${host}${PAGE}, Notification destinations, Manage, Add destination: the type Webhook,`,
    `          the name ${name}, the URL ${url}, the user name ${user},`,
    '          and the password that the app has as NOTIFICATION_PASSWORD.',
    `   Or:    curl ${request} ${headers} -d "${body}"`,
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
