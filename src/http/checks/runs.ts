import { isOwnJob } from '../../contract/callers/caller';
import type { RunRow } from '../../contract/runs/run-row';
import type { RunAccount } from '../../contract/runs/run-view';
import { deadlineOf } from '../../domain/deadline';
import { iso } from '../../domain/iso';
import { accountOf } from '../../runs/account';
import type { App } from '../app';
import { type Finding, fine } from './finding';

/** Ends and outputs are written down a while after the time of a run is up. */
const GRACE_MS = 3_600_000;
const PAGE = 100;
const MOST_PAGES = 5;
const MOST_NAMED = 20;
const AT_ONCE = 20;

/** Runs whose time has long been up, and whose orchestration has not ended: nobody will ever hear of them. */
export async function checkRuns(app: App): Promise<Finding> {
  const suspects = (await runsWithoutEnd(app)).filter((row) => isOverdue(row, app.now()));
  const problems = (await stuckAmong(suspects, app)).map((account) => {
    const problem = `The run ${account.id} of ${account.submittedAt} should have ended${account.suspended ? ' and is suspended' : ''}.`;
    const whatToDo = account.suspended
      ? 'Resume it, or terminate it, through the standard URLs of Durable Functions.'
      : 'Look for its id in the log. Terminate it through the standard URLs if it does not move.';
    return { problem, whatToDo };
  });
  return problems.length === 0
    ? fine('No run is overdue.')
    : { detail: `Runs that should have ended: ${problems.length}.`, problems };
}

/** Most have ended: a run that was terminated, deleted or never started has no end written down. */
async function stuckAmong(suspects: readonly RunRow[], app: App): Promise<RunAccount[]> {
  const stuck: RunAccount[] = [];
  for (let first = 0; first < suspects.length && stuck.length < MOST_NAMED; first += AT_ONCE) {
    const looking = suspects.slice(first, first + AT_ONCE).map(({ id }) => accountOf(id, app));
    stuck.push(...(await Promise.all(looking)).flatMap((account) => (account && !account.end ? account : [])));
  }
  return stuck.slice(0, MOST_NAMED);
}

/** The newest first, as far as some pages reach. */
async function runsWithoutEnd({ runs, caller, now }: App): Promise<RunRow[]> {
  const found: RunRow[] = [];
  const to = iso(now() - GRACE_MS);
  let pageToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { runs: rows, nextPageToken } = await runs.list({ outcome: 'none', to, limit: PAGE, pageToken });
    found.push(...rows.filter((row) => isOwnJob(caller, row)));
    pageToken = nextPageToken;
    if (pageToken === undefined) break;
  }
  return found;
}

const isOverdue = (row: RunRow, now: number) => deadlineOf(row) + GRACE_MS < now;
