import { cutOffOf } from '../contract/runs/cut-off';
import { mayGoOn } from '../contract/runs/left-alone';
import type { RunRow } from '../contract/runs/run-row';
import type { RunAccount } from '../contract/runs/run-view';
import { ASKED_ABOUT_MS } from '../contract/runs/times';
import { hasEnded } from '../domain/outcome';
import { type AccountSources, accountOf } from './account';
import { type WorkTools, workOf } from './remote-work';

export interface StandingSources extends AccountSources, WorkTools {}

/** How a run stands in the way of another one of its job. */
export type Standing =
  /** This app watches it. */
  | 'going'
  /** This app does not watch it any more, but it goes on in Databricks, as far as anybody can tell. */
  | 'leftover'
  | 'ended'
  /** Nobody has come to start it yet. */
  | 'unstarted';

export interface StandingRun {
  standing: Standing;
  account: RunAccount | undefined;
}

export async function standingOf(id: string, sources: StandingSources): Promise<StandingRun> {
  const account = await accountOf(id, sources);
  if (!account?.isStarted) return { standing: 'unstarted', account };
  return { standing: await standingIn(account, sources), account };
}

async function standingIn(account: RunAccount, sources: StandingSources): Promise<Standing> {
  if (!account.end && !account.suspended) return 'going';
  if (account.end && !mayGoOn(account.end)) return 'ended';
  const row = await sources.runs.read(account.id);
  if (await goesOn(account, row, sources)) return account.end ? 'leftover' : 'going';
  return 'ended';
}

/** A start that is under way gets its answer within this time, and with it the id of the run. */
const START_UNDER_WAY_MS = 120_000;

/** With its orchestration, the last try of a start may have been cut off that was under way just then. */
function mayBeStarting({ end }: RunAccount, row: RunRow | undefined, now: number): boolean {
  if (row?.submitTriedAt === undefined) return false;
  const { submitTriedAt, submitTriedAgainAt = submitTriedAt } = row;
  const cutOffAt = end && cutOffOf(end) ? (end.endedAt ?? '') : '';
  return [submitTriedAgainAt, cutOffAt].some((time) => now - Date.parse(time) < START_UNDER_WAY_MS);
}

/**
 * Of a run that nobody watches. What Databricks says counts. Where it says nothing (it can't be reached, or denies us the
 * run), the run may go on, and another one must not begin beside it; but not for ever, or a run that can't be seen any
 * more would block its job. A run without an id was never started, or nobody can find it.
 */
async function goesOn(account: RunAccount, row: RunRow | undefined, sources: StandingSources): Promise<boolean> {
  if (row?.lateOutcome) return false;
  const now = sources.now();
  const runId = row?.runId ?? account.run?.id;
  if (runId === undefined) {
    // As soon as it is resumed it is started; or its start is tried again, and no cancel keeps it from that.
    if (account.suspended) return !row?.cancelRequestedAt || row.submitTriedAt !== undefined;
    return mayBeStarting(account, row, now);
  }
  const work = row && workOf({ ...row, runId }, 'check', sources);
  if (!work) return false; // its workspace is gone: nor could another run be started there
  const answer = await work.read();
  if (answer.ok) return !hasEnded(answer.value.state);
  if (answer.problem.kind === 'notFound') return false;
  return now - Date.parse(account.end?.endedAt ?? account.submittedAt) < ASKED_ABOUT_MS;
}
