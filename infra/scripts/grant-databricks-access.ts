import { accessToken } from './access-token.ts';
import { whatIsLeft } from './by-hand.ts';
import { readJobs } from './catalog-jobs.ts';
import { giveJob } from './give-job.ts';
import { givePlace } from './give-place.ts';
import { HELP, type Options, readOptions } from './options.ts';
import { CannotGoOn, notTried, type Step } from './step.ts';
import { connect } from './workspace.ts';

/** Gives the identity of the app its place in the Databricks workspace, or says who has to do what. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) return console.log(HELP);
  if (options.signsInWithToken) return console.log('The app signs in with a personal access token: nothing to do.');
  const steps = await takeSteps(options);
  for (const { name, said } of steps) console.log(`${name}: ${said}`);
  const left = steps.flatMap((step) => step.left ?? []);
  if (left.length === 0) return;
  console.log(`\n${whatIsLeft(options, left)}`);
  if (options.strict) process.exitCode = 1;
}

async function takeSteps(options: Options): Promise<Step[]> {
  const { host, clientId, name, dryRun } = options;
  const { here: jobs, elsewhere } = readJobs(options.jobsFile, options.workspace);
  console.log(`Workspace: ${host}\nIdentity: ${name} (${clientId})`);
  for (const { label, workspace } of elsewhere)
    console.log(`${label}: left alone, being in another workspace (--workspace ${workspace})`);
  try {
    const ask = connect(host, await accessToken(process.env));
    const steps = [await givePlace(ask, { clientId, name, dryRun })];
    for (const job of jobs) steps.push(await giveJob(ask, { job, clientId, dryRun }));
    return steps;
  } catch (error) {
    if (!(error instanceof CannotGoOn)) throw error;
    console.log(error.message);
    return notTried(jobs);
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof CannotGoOn)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
