import type { Claims } from '../adapters/storage/claims';
import type { Outputs } from '../adapters/storage/outputs';
import { ASKED_ABOUT_MS, CLAIM_LIFE_MS, DAY_MS } from '../contract/runs/times';
import { iso } from '../domain/iso';
import { accountOf } from '../runs/account';
import { eachInTime, type TimeTools } from './each-in-time';
import { listedRuns } from './listed-runs';
import { isLookedAfter } from './looked-after';
import type { ReapTools } from './reap-run';

export interface RemovalTools extends ReapTools, TimeTools {
  claims: Claims;
  outputs: Outputs;
}

/** For each of four kinds. The platform gives a function half an hour. */
const MOST_MS = 6 * 60_000;

/** Deletes what is older than it is to be kept, and never what belongs to a run that goes on. The rest has the next night. */
export async function removeOld(tools: RemovalTools): Promise<void> {
  const { runs, outputs, claims, instances, retention, now, log } = tools;
  const startedAt = now();
  const before = (days: number) => startedAt - days * DAY_MS;
  const { outputsDays, instancesDays, runsDays } = retention;

  const removed = {
    outputs: await remove(outputs.untouched(iso(before(outputsDays))), async (id) => {
      if (!(await endedBefore(id, before(outputsDays)))) return false;
      await outputs.remove(id);
      return true;
    }),
    claims: await remove(claims.old(iso(startedAt - CLAIM_LIFE_MS)), async (claim) => {
      // Until then it may answer for its job, or it is asked what became of it.
      if (!(await endedBefore(claim.instanceId, startedAt - ASKED_ABOUT_MS))) return false;
      await claims.remove(claim);
      return true;
    }),
    instances: await remove(instances.ended(before(instancesDays)), (id) => instances.purge(id, before(instancesDays))),
    runs: await remove(listedRuns({ to: iso(before(runsDays)) }, runs), async (row) => {
      const { id, endedAt, submittedAt } = row;
      const isOpen = row.outcome === undefined && isLookedAfter(row, before(1));
      if (isOpen || Date.parse(endedAt ?? submittedAt) >= before(runsDays)) return false;
      if (await instances.read(id)) return false;
      await runs.remove(id);
      return true;
    }),
  };

  const all = Object.values(removed);
  const failed = all.reduce((sum, kind) => sum + kind.failed, 0);
  log({
    event: 'oldRemoved',
    level: failed > 0 ? 'warning' : 'information',
    outputs: removed.outputs.count,
    claims: removed.claims.count,
    runs: removed.runs.count,
    instances: removed.instances.count,
    failed,
    unfinished: all.some(({ unfinished }) => unfinished),
  });

  async function remove<T>(old: AsyncIterable<T>, removal: (one: T) => Promise<boolean>) {
    let count = 0;
    const countRemoval = async (one: T) => {
      if (await removal(one)) count += 1;
    };
    const done = await eachInTime(old, countRemoval, { until: now() + MOST_MS, name: 'removeOld' }, tools);
    return { ...done, count };
  }

  /** Also of a run that nothing is known of any more. */
  async function endedBefore(id: string, time: number): Promise<boolean> {
    const account = await accountOf(id, tools);
    if (!account) return true;
    return account.end !== null && Date.parse(account.end.endedAt ?? account.submittedAt) < time;
  }
}
