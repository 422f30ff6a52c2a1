import type { RunAccount } from '../../contract/runs/run-view';
import type { App } from '../app';
import { accountAsked } from './account-asked';

const LOOK_EVERY_MS = 500;

/** Waits for the end of the run, as long as it was asked to. With too many waiting already, it answers at once. */
export async function awaitEnd(id: string, waitMs: number, app: App): Promise<RunAccount> {
  const leave = waitMs > 0 ? app.waitingRoom.enter() : undefined;
  try {
    return await lookUntil(leave ? app.now() + waitMs : app.now(), id, app);
  } finally {
    leave?.();
  }
}

async function lookUntil(until: number, id: string, app: App): Promise<RunAccount> {
  for (;;) {
    const account = await accountAsked(id, app);
    if (account.end || app.now() >= until) return account;
    await app.sleep(Math.min(LOOK_EVERY_MS, until - app.now()));
  }
}
