import type { Instances } from '../adapters/durable/instances';
import type { Outputs } from '../adapters/storage/outputs';
import { UNSTARTED_COUNTS_MS } from '../contract/runs/claims/turn';
import type { TurnInput, TurnResult } from '../contract/runs/orchestration/activity-io';
import type { RunRow } from '../contract/runs/run-row';
import type { RunAccount } from '../contract/runs/run-view';
import { iso } from '../domain/iso';
import { standingOf } from '../runs/standing';
import { type StopTools, stopRun, wasToldLately } from '../runs/stop-run';
import { marksOf } from './marks';

export interface TurnTools extends StopTools {
  instances: Pick<Instances, 'read' | 'wake'>;
  outputs: Outputs;
}

/**
 * Has the runs before this one stop, and tells whether all of them have ended: not only been told to. They are told from
 * here and not from the request that wants them to stop, so that none is stopped for a run that is then never started.
 */
export async function awaitTurn(input: TurnInput, tools: TurnTools): Promise<TurnResult> {
  const { instanceId, after } = input;
  if (marksOf(await tools.runs.read(instanceId), input).cancelRequestedAt) return { kind: 'canceled' };
  const now = Date.parse(input.now);
  const asOfNow = { ...tools, now: () => now };
  const inTheWay = await Promise.all(after.map((id) => isInTheWay(id, input, asOfNow)));
  const still = after.filter((_, at) => inTheWay[at]);
  return still.length === 0 ? { kind: 'clear' } : { kind: 'waiting', after: still };
}

/** A run that this app can't see to its end counts as what Databricks says of it: see `standingOf`. */
async function isInTheWay(id: string, { submittedAt }: TurnInput, tools: TurnTools): Promise<boolean> {
  const { standing, account } = await standingOf(id, tools);
  const row = await tools.runs.read(id);
  const now = tools.now();
  const mayBegin = standing === 'unstarted' || account?.end?.code === 'terminated'; // an activity may be under way
  if (mayBegin && row && !row.cancelRequestedAt) await tools.runs.update(id, { cancelRequestedAt: iso(now) });
  if (standing === 'ended') return false;
  // Its request was before ours, and has crashed or is about to start it. If it ever does, it finds the mark.
  if (standing === 'unstarted') return now - Date.parse(submittedAt) < UNSTARTED_COUNTS_MS;
  if (account && isToBeTold(account, row, now)) await stopRun(account, tools);
  return true;
}

/** A run that is watched passes on the cancel by itself once it is marked. A mark may be of an earlier life of its id. */
function isToBeTold({ end, suspended, submittedAt }: RunAccount, row: RunRow | undefined, now: number): boolean {
  const { cancelRequestedAt } = row ?? {};
  if (end || suspended) return !wasToldLately(row ?? {}, now);
  return cancelRequestedAt === undefined || cancelRequestedAt < submittedAt;
}
