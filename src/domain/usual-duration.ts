/** The median: one run that took very long, or hardly any time, says nothing about the next one. */
export function usualDuration(durationsMs: readonly number[]): number | null {
  const sorted = durationsMs.toSorted((one, other) => one - other);
  const [lower, upper] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return lower === undefined || upper === undefined ? null : Math.round((lower + upper) / 2);
}
