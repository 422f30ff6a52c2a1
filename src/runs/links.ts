import { signLink } from '../contract/link-token';
import type { RunAccount } from '../contract/runs/run-view';

export interface LinkTools {
  /** Proves that a link was made by this app. */
  linkKey(): Promise<Buffer>;
}

const LIFE_AFTER_DEADLINE_SECONDS = 86_400;

/** A link lives a day longer than its run may. */
export const linkExpiry = ({ deadline }: Pick<RunAccount, 'deadline'>, now: number): number =>
  Math.ceil(Math.max(deadline, now) / 1000) + LIFE_AFTER_DEADLINE_SECONDS;

/** The addresses at which a run can be followed without a key, as paths. */
export async function linksTo(runId: string, expiresAt: number, { linkKey }: LinkTools) {
  const key = await linkKey();
  const path = (scope: 'run' | 'output') => `/api/links/${signLink({ runId, scope, expiresAt }, key)}`;
  return { status: path('run'), output: path('output') };
}
