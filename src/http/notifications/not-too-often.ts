/** Does this for what the key names, unless it is about to be done anyway. */
export type NotTooOften = (key: string, work: () => Promise<void>) => Promise<void>;

/** Each time leads to a request to Databricks. */
const QUIET_MS = 2000;

/**
 * However often it is asked to do something for a key: at once the first time, then not before some time has passed, and
 * always once more after it was asked last. So a flood is worth a drop now and then, and the last word is never missed.
 */
export function createNotTooOften({ now, sleep }: { now(): number; sleep(ms: number): Promise<void> }): NotTooOften {
  const doneAt = new Map<string, number>();
  const planned = new Set<string>();

  function forgetOld(): void {
    for (const [key, at] of doneAt) {
      if (at + QUIET_MS > now()) return; // those after it are younger
      doneAt.delete(key);
    }
  }

  return async (key, work) => {
    if (planned.has(key)) return;
    const wait = (doneAt.get(key) ?? Number.NEGATIVE_INFINITY) + QUIET_MS - now();
    if (wait > 0) {
      planned.add(key);
      await sleep(wait).finally(() => planned.delete(key));
    }
    forgetOld();
    doneAt.delete(key);
    doneAt.set(key, now());
    await work();
  };
}
