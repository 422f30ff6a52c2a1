import type { App } from '../app';
import { type Finding, fine } from './finding';

const MOST_ALIASES = 20;
const AT_ONCE = 4;

/** Whether the jobs of the catalog are there, and open to this app. */
export async function checkCatalog({ catalog, workspaces }: App): Promise<Finding> {
  const aliases = [...catalog].slice(0, MOST_ALIASES);
  if (aliases.length === 0) return fine('The catalog is empty.');
  const problems: Finding['problems'] = [];
  for (let first = 0; first < aliases.length; first += AT_ONCE) {
    const found = aliases.slice(first, first + AT_ONCE).map(async ([alias, { job, workspace }]) => {
      const answer = await workspaces.find(workspace)?.databricks.job(job);
      return !answer || answer.ok ? [] : [{ alias, job, ...answer.problem }];
    });
    for (const { alias, job, kind, message, code } of (await Promise.all(found)).flat()) {
      const problem = `${alias}: the job ${job} can not be read: ${message} (${code})`;
      problems.push({ problem, whatToDo: kind === 'notFound' || kind === 'forbidden' ? CORRECT : SEE_WORKSPACE });
    }
  }
  const looked = aliases.length < catalog.size ? `The first ${aliases.length} of ${catalog.size}` : 'All';
  const found = problems.length === 0 ? 'their jobs are there' : `${problems.length} with a problem`;
  return { detail: `${looked} aliases were looked at: ${found}.`, problems };
}

const CORRECT = "Correct the job's id in the catalog, or give the identity of this app Can Manage Run on the job.";
const SEE_WORKSPACE = 'See what the checks of the token and of the workspace say.';
