import type { Workspace } from '../../adapters/databricks/workspaces';
import type { Problem } from '../../domain/answer';
import type { App } from '../app';
import { type Finding, fine, together, troubled } from './finding';

/** They could be read, or the app would not have started. */
export async function checkSettings({ workspaces, catalog }: App): Promise<Finding> {
  const ways = workspaces.all.map(({ host, authType }) => `${host} by ${authType}`).join(', to ');
  return fine(`Signs in to ${ways}. Aliases in the catalog: ${catalog.size}.`);
}

export async function checkToken({ workspaces }: App): Promise<Finding> {
  return together(await Promise.all(workspaces.all.map(tokenOf)));
}

async function tokenOf({ host, authType, signIn }: Workspace): Promise<Finding> {
  const answer = await signIn();
  if (answer.ok) return fine(`There is a token for ${host}.`);
  const advice = `Correct the settings for signing in (${authType}); docs/configuration.md says how.`;
  return troubled(`There is no token for ${host}.`, answer.problem.message, advice);
}

export async function checkWorkspace({ workspaces }: App): Promise<Finding> {
  return together(await Promise.all(workspaces.all.map(accessTo)));
}

async function accessTo({ host, databricks }: Workspace): Promise<Finding> {
  const answer = await databricks.jobs({ limit: 1 });
  if (!answer.ok) {
    const { kind, message, code } = answer.problem;
    return troubled(`${host} does not let this app list jobs.`, `${message} (${code})`, ADVICE[kind]);
  }
  if (answer.value.jobs.length > 0) return fine(`${host} answers, and shows jobs.`);
  return troubled(`${host} answers.`, 'It shows this app no job at all.', ADVICE.forbidden);
}

const ADVICE: Readonly<Record<Problem['kind'], string>> = {
  unavailable: 'See that DATABRICKS_HOST is right and that the network lets the app reach it; else wait.',
  unauthenticated: 'See that the identity or token of this app is known to the workspace.',
  forbidden: 'Give the identity of this app Can Manage Run on the jobs that it is to run.',
  notFound: 'See that DATABRICKS_HOST is the address of a workspace.',
  refused: 'See that DATABRICKS_HOST is the address of a workspace.',
};
