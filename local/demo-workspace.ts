import { randomInt } from 'node:crypto';
import type { Log } from './log';
import { StartupError } from './startup-error';
import { type SimulatedWorkspace, startSimulatedWorkspace } from './workspace/simulated-workspace';

const USUAL_PORT = 7080;

const isNamed = ({ DATABRICKS_HOST = '' }: NodeJS.ProcessEnv) => DATABRICKS_HOST.trim() !== '';

/** Gives an app a simulated Databricks workspace to talk to, unless its settings name one. */
export async function workspaceFor(env: NodeJS.ProcessEnv, log: Log): Promise<SimulatedWorkspace | undefined> {
  if (isNamed(env)) return undefined;
  const start = (port: number) => startSimulatedWorkspace({ port, speed: 1, seed: randomInt(2 ** 31), log });
  const workspace = await start(USUAL_PORT).catch(() => start(0)); // another one may be running
  // Whoever uses the Databricks CLI may have a way to sign in set, which is for another workspace.
  Object.assign(env, {
    DATABRICKS_HOST: workspace.url,
    DATABRICKS_AUTH_TYPE: 'pat',
    DATABRICKS_TOKEN: workspace.token,
    DATABRICKS_TOKEN_SECRET: '',
  });
  // Nothing in it can come to harm, and all of the app is there to be tried.
  env.ALLOW_KINDS ||= 'job,submit,pipeline,sql';
  env.ALLOW_CHANGES ||= 'jobs,clusters';
  return workspace;
}

/** A run in a workspace that somebody has named could do harm, or cost something. */
export function refuseNamedWorkspace(env: NodeJS.ProcessEnv): void {
  if (!isNamed(env)) return;
  throw new StartupError(
    '--once makes a run in the simulated workspace, but DATABRICKS_HOST names another one, in which nothing is started ' +
      'unasked. Remove DATABRICKS_HOST, or leave --once out.',
  );
}
