import { randomInt } from 'node:crypto';
import type { Log } from './log';
import { type SimulatedWorkspace, startSimulatedWorkspace } from './workspace/simulated-workspace';

const USUAL_PORT = 7080;

/** Gives an app a simulated Databricks workspace to talk to, unless its settings name one. */
export async function workspaceFor(env: NodeJS.ProcessEnv, log: Log): Promise<SimulatedWorkspace | undefined> {
  if (env.DATABRICKS_HOST) return undefined;
  const start = (port: number) => startSimulatedWorkspace({ port, speed: 1, seed: randomInt(2 ** 31), log });
  const workspace = await start(USUAL_PORT).catch(() => start(0)); // another one may be running
  env.DATABRICKS_HOST = workspace.url;
  env.DATABRICKS_TOKEN ||= workspace.token;
  return workspace;
}
