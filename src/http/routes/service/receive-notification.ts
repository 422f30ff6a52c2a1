import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { carries } from '../../../contract/notifications/basic-credentials';
import { notificationSchema } from '../../../contract/notifications/notification';
import { ProblemError } from '../../../contract/problem';
import { learnLateOutcome } from '../../../runs/late-outcome';
import type { App } from '../../app';
import { readBodyAs } from '../../reading/read-body-as';

/**
 * `POST /notifications/databricks`: Databricks says that something has happened to a run, and whoever waits for it looks.
 * That is all: what happened is asked of Databricks, so a notification that is forged, repeated, late or lost can do no
 * more harm than one question too many or a later one.
 *
 * One that comes before the run is in the index finds nobody, and nothing keeps it. Nothing has to: the first look at a
 * run comes after it was put there, and sees whatever the notification was about.
 */
export async function receiveNotification(request: HttpRequest, app: App): Promise<HttpResponseInit> {
  if (!app.notifier) throw notificationsOff();
  if (!carries(request.headers.get('authorization'), app.notifier)) throw notifierUnknown();
  const { run } = await readBodyAs(request, notificationSchema);
  const runId = run.run_id;
  await app.notTooOften(runId, () => tellThoseWhoWait(runId, app));
  return { status: 202 };
}

/** Another workspace may have a run of this id, too: who waits for that one looks once more than needed. */
async function tellThoseWhoWait(runId: string, app: App): Promise<void> {
  const waiting = await app.index.find(runId);
  await Promise.all(waiting.map(({ instanceId }) => lookAgain(instanceId, app)));
}

/** Where the waiting was given up, nobody wakes: then this is the time to ask how the run has ended after all. */
async function lookAgain(instanceId: string, app: App): Promise<void> {
  // One that is suspended keeps all that wakes it, and looks for itself as soon as it goes on.
  const instance = await app.instances.read(instanceId);
  if (instance?.state !== 'suspended') await app.instances.wake(instanceId);
  const row = await app.runs.read(instanceId);
  if (row) await learnLateOutcome(row, 'notification', app);
}

/** That nothing is taken is no secret: without a password there is nothing to guess, and with one the answer is 401. */
const notificationsOff = () =>
  new ProblemError({
    status: 404,
    code: 'notificationsOff',
    detail:
      'This app takes no notifications. Whoever runs it can have them taken by the setting NOTIFICATION_PASSWORD. Runs are looked at all the same, only not at once.',
  });

const notifierUnknown = () =>
  new ProblemError({
    status: 401,
    code: 'notifierUnknown',
    detail:
      'The user name and the password must be those of the settings NOTIFICATION_USER and NOTIFICATION_PASSWORD. npm run register-notifications gives them to Databricks.',
    challenge: 'Basic realm="notifications", charset="UTF-8"',
  });
