import { isRunId } from '../../contract/runs/run-id';
import type { RunAccount } from '../../contract/runs/run-view';
import { accountOf } from '../../runs/account';
import type { App } from '../app';
import { unknownRun } from './unknown-run';

/** The account of the run that a request names. */
export async function accountAsked(id: string, app: App): Promise<RunAccount> {
  const account = isRunId(id) ? await accountOf(id, app) : undefined;
  if (!account) throw unknownRun();
  return account;
}
