import { spansOf } from './spans';
import type { TaskAccount } from './task-accounts';

/**
 * The tasks that decided how long the run took, in the order in which they ran: the one that ended last, before it the
 * last of those that it had to wait for, and so on.
 */
export function criticalPath(accounts: readonly TaskAccount[], now: number): TaskAccount[] {
  const byKey = new Map(accounts.map((account) => [account.key, account]));
  const ends = new Map(accounts.map((account) => [account.key, endOf(account, now)]));
  const path: TaskAccount[] = [];
  let next = lastOf(accounts);
  while (next && !path.includes(next)) {
    path.unshift(next);
    next = lastOf(next.latest.dependsOn.flatMap((key) => byKey.get(key) ?? []));
  }
  return path;

  function lastOf(candidates: readonly TaskAccount[]): TaskAccount | undefined {
    const began = candidates.filter(({ whole }) => whole > 0);
    return began.toSorted((one, other) => endFor(other) - endFor(one) || other.whole - one.whole)[0];
  }

  function endFor({ key }: TaskAccount): number {
    return ends.get(key) ?? 0;
  }
}

const endOf = ({ latest }: TaskAccount, now: number) => spansOf(latest, now).at(-1)?.to ?? 0;
