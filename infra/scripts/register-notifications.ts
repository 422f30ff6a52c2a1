import { accessToken } from './access-token.ts';
import { attachJob } from './attach-job.ts';
import { giveDestination } from './give-destination.ts';
import { HELP, type NotificationOptions, readNotificationOptions } from './notification-options.ts';
import { notificationPassword } from './notification-password.ts';
import { type NotificationStep, notTried } from './notification-step.ts';
import { notificationsByHand } from './notifications-by-hand.ts';
import { CannotGoOn } from './step.ts';
import { connect } from './workspace.ts';

/** Lets Databricks tell the app of the ends of runs, or says who has to do what. */
async function main(): Promise<void> {
  const options = readNotificationOptions(process.argv.slice(2), process.env);
  if (!options) return console.log(HELP);
  const { host, url, user, jobs, dryRun, strict } = options;
  console.log(`Workspace: ${host}\nTells: ${url}, as ${user}`);
  if (jobs.length === 0) console.log('There are no jobs: give --job, or a catalog that has some of this workspace.');
  const password = dryRun ? '' : await notificationPassword(process.env);
  const steps = await takeSteps(options, password);
  const left = steps.flatMap((step) => step.left ?? []);
  if (left.length === 0) return;
  console.log(`\n${notificationsByHand(options, left)}`);
  if (strict) process.exitCode = 1;
}

async function takeSteps(options: NotificationOptions, password: string): Promise<NotificationStep[]> {
  const { host, jobs, dryRun } = options;
  const steps: NotificationStep[] = [];
  const take = (step: NotificationStep) => {
    steps.push(step);
    console.log(`${step.name}: ${step.said}`);
  };
  try {
    const ask = connect(host, await accessToken(process.env));
    const { step, id } = await giveDestination(ask, options, password);
    take(step);
    for (const job of jobs) take(await attachJob(ask, { job, destination: id, dryRun }));
  } catch (error) {
    if (!(error instanceof CannotGoOn)) throw error;
    console.log(error.message);
    for (const step of notTried(options).slice(steps.length)) take(step);
  }
  return steps;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof CannotGoOn)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
