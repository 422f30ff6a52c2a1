import type { RunRow } from '../../contract/run-row';
import { accountOf } from '../account';
import type { App } from '../app';
import { type Finding, fine } from './finding';

/** Ends and outputs are written down a while after the time of a run is up. */
const GRACE_MS = 3_600_000;
const PAGE = 100;
const MOST_PAGES = 5;
const MOST_SUSPECTS = 20;

/** Runs whose time has long been up, and whose orchestration has not ended: nobody will ever hear of them. */
export async function checkRuns(app: App): Promise<Finding> {
  const suspects = (await runsWithoutEnd(app)).filter((row) => isOverdue(row, app.now())).slice(0, MOST_SUSPECTS);
  const accounts = await Promise.all(suspects.map(({ id }) => accountOf(id, app)));
  const stuck = accounts.filter((account) => account && !account.end);
  const problems = stuck.flatMap((account) => {
    if (!account) return [];
    const problem = `The run ${account.id} of ${account.submittedAt} should have ended${account.suspended ? ' and is suspended' : ''}.`;
    const whatToDo = account.suspended
      ? 'Resume it, or terminate it, through the standard URLs of Durable Functions.'
      : 'Look for its id in the log. Terminate it through the standard URLs if it does not move.';
    return [{ problem, whatToDo }];
  });
  return problems.length === 0
    ? fine('No run is overdue.')
    : { detail: `Runs that should have ended: ${problems.length}.`, problems };
}

/** The newest first, as far as some pages reach. */
async function runsWithoutEnd({ runs, now }: App): Promise<RunRow[]> {
  const found: RunRow[] = [];
  const to = new Date(now() - GRACE_MS).toISOString();
  let pageToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { runs: rows, nextPageToken } = await runs.list({ outcome: 'none', to, limit: PAGE, pageToken });
    found.push(...rows);
    pageToken = nextPageToken;
    if (pageToken === undefined) break;
  }
  return found;
}

const isOverdue = ({ submittedAt, timeoutSeconds }: RunRow, now: number) =>
  Date.parse(submittedAt) + timeoutSeconds * 1000 + GRACE_MS < now;
