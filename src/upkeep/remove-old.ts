import type { Claims } from '../adapters/storage/claims';
import type { Outputs } from '../adapters/storage/outputs';
import type { Retention } from '../contract/retention';
import { accountOf } from '../runs/account';
import { inTurns, type TurnTools } from './each-in-time';
import { listedRuns } from './listed-runs';
import type { ReapTools } from './reap-run';

export interface RemovalTools extends ReapTools, TurnTools {
  claims: Claims;
  outputs: Outputs;
  retention: Retention;
}

const DAY_MS = 86_400_000;
/** A key counts for as long. */
const CLAIM_DAYS = 7;
/** For so long after its end a run may answer for its job, or it is asked what became of it. */
const OF_USE_DAYS = 2;
/** A run has a month at most, and is looked after for a little longer. */
const OPEN_DAYS = 33;
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
    claims: await remove(claims.old(iso(before(CLAIM_DAYS))), async (claim) => {
      if (!(await endedBefore(claim.instanceId, before(OF_USE_DAYS)))) return false;
      await claims.remove(claim);
      return true;
    }),
    instances: await remove(instances.ended(before(instancesDays)), (id) => instances.purge(id, before(instancesDays))),
    runs: await remove(
      listedRuns({ to: iso(before(runsDays)) }, runs),
      async ({ id, outcome, endedAt, submittedAt }) => {
        const isOpen = outcome === undefined && Date.parse(submittedAt) >= before(OPEN_DAYS);
        if (isOpen || Date.parse(endedAt ?? submittedAt) >= before(runsDays)) return false;
        if (await instances.read(id)) return false;
        await runs.remove(id);
        return true;
      },
    ),
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
    const turns = await inTurns(old, countRemoval, { until: now() + MOST_MS, name: 'removeOld' }, tools);
    return { ...turns, count };
  }

  /** Also of a run that nothing is known of any more. */
  async function endedBefore(id: string, time: number): Promise<boolean> {
    const account = await accountOf(id, tools);
    if (!account) return true;
    return account.end !== null && Date.parse(account.end.endedAt ?? account.submittedAt) < time;
  }
}

const iso = (time: number) => new Date(time).toISOString();
