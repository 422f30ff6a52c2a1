/** Databricks limits requests per second, so only a few are under way at once. */
const AT_ONCE = 4;

/** After a failure nothing more is begun: all of it is going to be tried again. */
export async function inParallel<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  let hasFailed = false;
  const worker = async () => {
    for (const [index, item] of queue) {
      if (hasFailed) return;
      results[index] = await work(item, index);
    }
  };
  const workers = Array.from({ length: Math.min(AT_ONCE, items.length) }, worker);
  for (const running of workers) {
    running.catch(() => {
      hasFailed = true;
    });
  }
  await Promise.all(workers);
  return results;
}
