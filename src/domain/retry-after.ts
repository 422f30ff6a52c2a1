/** Whoever asks for more than this is asked again sooner. */
export const LONGEST_RETRY_AFTER_MS = 3_600_000;

/** What the header `Retry-After` asks for: seconds, or a date. Undefined if it is missing or is neither. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const asked = header?.trim() ?? '';
  const wait = /^\d+$/.test(asked) ? Number(asked) * 1000 : untilDate(asked, now);
  return wait === undefined ? undefined : Math.min(Math.max(0, wait), LONGEST_RETRY_AFTER_MS);
}

/** `Date.parse` takes almost anything for a date. Only what HTTP calls one comes out as it went in. */
function untilDate(text: string, now: number): number | undefined {
  const time = Date.parse(text);
  if (Number.isNaN(time) || new Date(time).toUTCString() !== text) return undefined;
  return time - now;
}
