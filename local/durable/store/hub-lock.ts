import { hostname } from 'node:os';
import { RestError, TableClient } from '@azure/data-tables';
import type { Clock } from '../../clock';
import type { Log } from '../../log';
import { describeProcess, isRunning } from '../../running-process';
import { StartupError } from '../../startup-error';

export interface HubLock {
  release(): Promise<void>;
}

type LockRow = {
  partitionKey: string;
  rowKey: string;
  pid: number;
  started?: string;
  machine: string;
  until: number;
};

// Not a key that an instance id could have: there, four hexadecimal digits follow the circumflex.
const KEYS = { partitionKey: '^lock', rowKey: 'hub' };
const HELD_FOR_MS = 30_000;
const RENEW_EVERY_MS = 10_000;

/**
 * Makes this process the only host of a task hub. A holder that died on this machine is replaced at once, one on
 * another machine when it has not renewed in time. The commits are safe without it; it is there to tell the user.
 */
export async function lockHub(connectionString: string, hubName: string, clock: Clock, log: Log): Promise<HubLock> {
  const table = TableClient.fromConnectionString(connectionString, `${hubName}Local`, {
    allowInsecureConnection: true,
  });
  const me = describeProcess(process.pid);
  const mine = (): LockRow => ({ ...KEYS, ...me, machine: hostname(), until: clock.now() + HELD_FOR_MS });

  let etag = await take();
  let renewed = Promise.resolve();
  let cancel = renewLater();

  function renewLater(): () => void {
    return clock.schedule(clock.now() + RENEW_EVERY_MS, () => {
      renewed = renew();
    });
  }

  async function take(): Promise<string> {
    const holder = await table.getEntity<LockRow>(KEYS.partitionKey, KEYS.rowKey).catch(undefinedOn(404));
    if (holder && isAlive(holder)) throw inUse(holder);
    try {
      const written = holder
        ? await table.updateEntity(mine(), 'Replace', { etag: holder.etag })
        : await table.createEntity(mine());
      return written.etag ?? '';
    } catch (error) {
      if (error instanceof RestError && [409, 412].includes(error.statusCode ?? 0)) throw inUse(undefined);
      throw error;
    }
  }

  function isAlive(holder: LockRow): boolean {
    if (holder.machine === hostname()) return holder.pid !== process.pid && isRunning(holder);
    return holder.until > clock.now();
  }

  function inUse(holder: LockRow | undefined): StartupError {
    const who = holder ? ` (process ${holder.pid} on ${holder.machine})` : '';
    return new StartupError(`Another host${who} is running the task hub ${hubName} on this storage. Stop it first.`);
  }

  async function renew(): Promise<void> {
    try {
      etag = (await table.updateEntity(mine(), 'Replace', { etag })).etag ?? '';
    } catch (error) {
      log('error', 'durable', `the lock of the task hub could not be renewed: ${(error as Error).message}`);
    }
    cancel = renewLater();
  }

  return {
    async release() {
      cancel();
      await renewed; // else the row would carry another version than the one known here
      cancel();
      await table.deleteEntity(KEYS.partitionKey, KEYS.rowKey, { etag }).catch(undefinedOn(404, 412));
    },
  };
}

function undefinedOn(...statuses: number[]) {
  return (error: unknown): undefined => {
    if (error instanceof RestError && statuses.includes(error.statusCode ?? 0)) return undefined;
    throw error;
  };
}
