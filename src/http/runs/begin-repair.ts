import type { RepairReading } from '../../contract/runs/request/repair-request';
import type { RunAccount } from '../../contract/runs/run-view';
import type { App } from '../app';
import { callBackInstead } from './begin-run';
import { partWays } from './part-ways';
import { planRepair } from './plan-repair';

interface BegunRepair {
  joined: boolean;
  /** As the run stood before. Undefined: the repair was under way already. */
  account: RunAccount | undefined;
}

/** Starts a repair, or meets the same one that is under way. Of several at a time one is begun, and has its address. */
export async function beginRepair(
  id: string,
  asked: Extract<RepairReading, { ok: true }>,
  app: App,
): Promise<BegunRepair> {
  for (;;) {
    const plan = await planRepair(id, asked, app);
    if ('isUnderWay' in plan) {
      await callBackFor(plan.repairAt);
      return { joined: true, account: undefined };
    }
    const { input, account, hasOtherParameters } = plan;
    if (hasOtherParameters) await partWays(id, app);
    if (await app.instances.start(id, input)) {
      await callBackFor(input.repairAt ?? input.submittedAt);
      return { joined: false, account };
    }
    // Somebody else was faster: with the same repair, or with another one.
  }

  async function callBackFor(repairAt: string): Promise<void> {
    if (!asked.callback) return;
    await callBackInstead(id, { ...asked.callback, life: String(Date.parse(repairAt)) }, app);
  }
}
