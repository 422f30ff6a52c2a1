import { inspect } from 'node:util';
import type { EventLog } from '../contract/log-events';
import { redact } from '../domain/texts/redact';

interface Done {
  failed: number;
  /** The time was up before all of them were done, or so much failed that the rest would, too. */
  unfinished: boolean;
}

export interface TimeTools {
  now(): number;
  log: EventLog;
}

/** For both the storage and Databricks a few at once are no load. */
const AT_ONCE = 8;
/** Then it is not this or that which fails, but what all of them need. */
const MOST_FAILURES_IN_A_ROW = 20;

/** Does the same for each of them until the time is up. What fails is logged, and does not keep the others from being done. */
export async function eachInTime<T>(
  items: AsyncIterable<T>,
  work: (item: T) => Promise<void>,
  { until, name }: { until: number; name: string },
  { now, log }: TimeTools,
): Promise<Done> {
  const queue = items[Symbol.asyncIterator]();
  let failed = 0;
  let failedInARow = 0;
  let unfinished = false;

  const fail = (error: unknown) => {
    failed += 1;
    failedInARow += 1;
    log({ event: 'unexpectedError', level: 'error', function: name, error: redact(inspect(error)) });
  };
  const next = async (): Promise<T | undefined> => {
    try {
      const { done, value } = await queue.next();
      return done ? undefined : value;
    } catch (error) {
      fail(error);
      unfinished = true;
      return undefined;
    }
  };
  const worker = async () => {
    for (let item = await next(); item !== undefined; item = await next()) {
      if (now() >= until || failedInARow >= MOST_FAILURES_IN_A_ROW) {
        unfinished = true;
        return;
      }
      try {
        await work(item);
        failedInARow = 0;
      } catch (error) {
        fail(error);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { failed, unfinished };
}
