import type { Problem } from '../../domain/answer';
import type { App } from '../app';
import { type Finding, fine, troubled } from './finding';

/** They could be read, or the app would not have started. */
export async function checkSettings({ workspace, catalog }: App): Promise<Finding> {
  return fine(`Signs in to ${workspace.host} by ${workspace.authType}. Aliases in the catalog: ${catalog.size}.`);
}

export async function checkToken({ workspace }: App): Promise<Finding> {
  const answer = await workspace.signIn();
  if (answer.ok) return fine('There is a token for Databricks.');
  const advice = `Correct the settings for signing in (${workspace.authType}); docs/configuration.md says how.`;
  return troubled('There is no token for Databricks.', answer.problem.message, advice);
}

export async function checkWorkspace({ databricks, workspace }: App): Promise<Finding> {
  const answer = await databricks.jobs({ limit: 1 });
  if (!answer.ok) {
    const { kind, message, code } = answer.problem;
    return troubled(`${workspace.host} does not let this app list jobs.`, `${message} (${code})`, ADVICE[kind]);
  }
  if (answer.value.jobs.length > 0) return fine(`${workspace.host} answers, and shows jobs.`);
  return troubled(`${workspace.host} answers.`, 'It shows this app no job at all.', ADVICE.forbidden);
}

const ADVICE: Readonly<Record<Problem['kind'], string>> = {
  unavailable: 'See that DATABRICKS_HOST is right and that the network lets the app reach it; else wait.',
  unauthenticated: 'See that the identity or token of this app is known to the workspace.',
  forbidden: 'Give the identity of this app Can Manage Run on the jobs that it is to run.',
  notFound: 'See that DATABRICKS_HOST is the address of a workspace.',
  refused: 'See that DATABRICKS_HOST is the address of a workspace.',
};
