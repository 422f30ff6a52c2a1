import type { Instances } from '../adapters/durable/instances';
import type { Runs } from '../adapters/storage/runs';
import { mayGoOn } from '../contract/runs/left-alone';
import type { RunRow } from '../contract/runs/run-row';
import type { RunAccount } from '../contract/runs/run-view';
import type { Problem } from '../domain/answer';
import { iso } from '../domain/iso';
import { type WorkTools, workOf } from './remote-work';

export interface StopTools extends WorkTools {
  runs: Runs;
  instances: Pick<Instances, 'wake'>;
  defaultTimeoutSeconds: number;
  newId(): string;
  now(): number;
}

export type Stopping =
  /** Whatever Databricks said to it: the orchestration tells it again. */
  | { kind: 'asked' }
  /** It has ended, and nothing of it goes on. */
  | { kind: 'over' }
  /** Of a run that nobody watches. */
  | { kind: 'refused'; problem: Problem }
  | { kind: 'workspaceUnknown' };

/**
 * Asks a run to stop. The mark on the row is what counts: whatever the orchestration does next, it sees it. Then
 * Databricks is told right away, and the orchestration is woken.
 */
export async function stopRun(account: RunAccount, tools: StopTools): Promise<Stopping> {
  const { id, end } = account;
  if (end) return mayGoOn(end) ? stopLeftover(account, tools) : { kind: 'over' };

  const before = await tools.runs.read(id);
  if (before && wasAsked(before, account, tools.now() - ASK_AGAIN_MS)) return { kind: 'asked' };
  await mark(id, account.submittedAt, tools);
  const row = await tools.runs.read(id);
  const runId = row?.runId ?? account.run?.id;
  if (row && runId !== undefined && !row.cancelSentAt) {
    const work = workOf({ ...row, runId }, 'cancel', tools);
    if (!work) return { kind: 'workspaceUnknown' };
    const sent = await work.cancel();
    if (sent.ok) await tools.runs.update(id, { cancelSentAt: iso(tools.now()) });
  }
  // Those that come while it is suspended are all kept for it: one is enough.
  if (!(account.suspended && before && wasAsked(before, account))) await tools.instances.wake(id);
  return { kind: 'asked' };
}

async function stopLeftover({ id, run }: RunAccount, tools: StopTools): Promise<Stopping> {
  const row = await tools.runs.read(id);
  const runId = row?.runId ?? run?.id;
  if (!row || runId === undefined) return { kind: 'over' };
  if (wasToldLately(row, tools.now())) return { kind: 'asked' };
  const work = workOf({ ...row, runId }, 'cancel', tools);
  if (!work) return { kind: 'workspaceUnknown' };
  const sent = await work.cancel();
  if (!sent.ok) return { kind: 'refused', problem: sent.problem };
  await tools.runs.update(id, { cancelSentAt: iso(tools.now()) });
  return { kind: 'asked' };
}

/** Each time leads to requests to Databricks, and whoever came before has seen to them. */
const ASK_AGAIN_MS = 2000;

/** When the present life of a run began: what was wished for before its last end was about that. */
export const lifeOf = ({ submittedAt, earlier }: RunAccount): string => earlier.at(-1)?.endedAt ?? submittedAt;

/** Whether it was to stop in this life, and since then. */
const wasAsked = ({ cancelRequestedAt }: RunRow, account: RunAccount, since = 0): boolean =>
  cancelRequestedAt !== undefined && cancelRequestedAt >= lifeOf(account) && Date.parse(cancelRequestedAt) > since;

const TELL_AGAIN_MS = 60_000;

/** Whether a run was told to stop a moment ago. One that still goes on later is told again. */
export const wasToldLately = ({ cancelSentAt }: Pick<RunRow, 'cancelSentAt'>, now: number): boolean =>
  cancelSentAt !== undefined && now - Date.parse(cancelSentAt) < TELL_AGAIN_MS;

/** A run that was started through a standard address has no row until it has got to its first step. */
async function mark(id: string, submittedAt: string, tools: StopTools): Promise<void> {
  const { runs, now, newId, defaultTimeoutSeconds } = tools;
  if (!(await runs.read(id))) {
    await runs.create({ id, nonce: newId(), submittedAt, timeoutSeconds: defaultTimeoutSeconds, job: '' });
  }
  await runs.update(id, { cancelRequestedAt: iso(now()) });
}
