/** Seconds, a date so many seconds from now, or any text at all: servers send more than the standard allows. */
export type RetryAfter = number | { dateInSeconds: number } | string;

export function retryAfterHeader(value: RetryAfter, now: number): string {
  if (typeof value === 'object') return new Date(now + value.dateInSeconds * 1000).toUTCString();
  return String(value);
}
